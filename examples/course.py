"""A course of ten lessons in thirty lines: PYTHONPATH=. python examples/course.py"""

import sys

from flows.make_video import make_videos_sync
from model.building import FilmSet

LESSONS = {
    "Variables": ("A variable gives a name to a value.", "name = 'Ada'\nprint(name)"),
    "Numbers": ("Numbers are whole, or have a point.", "total = 3 * 1.5\nprint(total)"),
    "Text": ("A text stands in quotes.", "print('Hello'.upper())"),
    "Lists": ("A list keeps values in their order.", "days = ['Mon', 'Tue']\nprint(days[0])"),
    "Dictionaries": ("A dictionary finds a value by its key.", "ages = {'Ada': 36}\nprint(ages['Ada'])"),
    "Conditions": ("A condition decides what is done.", "if age > 17:\n    print('Welcome')"),
    "Loops": ("A loop does something for each value.", "for day in days:\n    print(day)"),
    "Functions": ("A function names what you do more than once.", "def double(x):\n    return 2 * x"),
    "Modules": ("A module is a file of functions.", "import math\nprint(math.pi)"),
    "Errors": ("An error can be caught.", "try:\n    int('x')\nexcept ValueError:\n    print('no number')"),
}

course = FilmSet("python-course", accent_color="green", voice="female", resolution="720p")
for number, (topic, (idea, code)) in enumerate(LESSONS.items(), start=1):
    lesson = course.film(topic, description=idea)
    lesson.scene("title", title=topic, subtitle=f"Python from the start, lesson {number}")
    lesson.scene("code", header=topic, language="python", code=code, say=f"{idea} Here is how it looks.")
    lesson.scene("outro", title=topic, lines=[idea])
for result in make_videos_sync(course.job(output=sys.argv[1] if len(sys.argv) > 1 else "videos")):
    print(result.video, f"{result.total_duration:.0f} s")
