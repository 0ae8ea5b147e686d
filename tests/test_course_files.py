"""Course files -> scripts: scenes by name, in the words of the design documents too; every mistake at its place, at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.input import list_inputs, list_videos, name_video, open_kind
from adapters.videos.tree import plant
from model.content import plain
from model.errors import ConfigError, ValidationError
from model.inputs import InputConfig
from model.narration import spoken, written
from model.scenes.registry import own_types
from tests.course_reading import find_problems, read_scenes, read_scripts, write_course

ROOT = Path(__file__).resolve().parent.parent


def said(scene) -> list[str]:
    return [written(sentence) for sentence in scene.narration]


def test_a_yaml_file_is_a_course_file(tmp_path: Path) -> None:
    config = write_course(tmp_path, "title: A\nscenes: [{scene_type: title, title: Hello}]")
    assert open_kind(config).__name__ == "adapters.inputs.yaml"
    assert name_video(config) == "course"
    assert list_videos(config) == ("course",)


TWELVE = """
- {type: title, title: Orbit, subtitle: A planner, key_message: Try it now}
- {type: command, header: Start, commands: [$ pip install orbit, → Done]}
- type: list
  header: Parts
  items: [{title: One, description: the first}, [Two, the second], "`three`"]
- {type: outro, main_text: Bye, sub_text: orbit.example}
- {type: code_comparison, header: Loops, before_code: "a = 1", after_code: "a = 2", improvement: It is more.}
- {type: quote, quote_text: Less is more, attribution: Mies}
- {type: learning_objectives, lesson_title: Goals, objectives: [Define, Use]}
- {type: problem, problem_number: 2, title: Sum, problem_text: Add two numbers, difficulty: easy}
- {type: solution, title: Answer, solution_code: ["def add(a, b):", "    return a + b"], language: python, explanation: Add.}
- {type: checkpoint, completed_topics: [Variables], review_questions: [Can you?]}
- {type: quiz, question: Which word?, options: ["A: func", "B: def"], correct_answer: "B: def", show_answer: true}
- {type: exercise, title: Practise, instructions: [Write, Run], estimated_time: 10 minutes}
"""


def test_the_twelve_types_are_read_in_the_words_of_the_design_documents(tmp_path: Path) -> None:
    title, command, points, outro, loops, quote, goals, problem, solution, checkpoint, quiz, exercise = read_scenes(
        tmp_path, TWELVE
    )
    assert (title.title, title.subtitle) == ("Orbit", "A planner")
    assert said(title)[-1] == "Try it now."
    assert [(line.text, line.kind) for line in command.lines] == [("pip install orbit", "input"), ("Done", "output")]
    assert [plain(line.text) for line in points.lines] == ["One: the first", "Two: the second", "three"]
    assert points.lines[2].text[0].code
    assert (outro.title, outro.lines) == ("Bye", ("orbit.example",))
    assert (loops.before, loops.after) == ("a = 1", "a = 2")
    assert said(loops)[-1] == "It is more."
    assert (plain(quote.text), quote.attribution) == ("Less is more", "Mies")
    assert (goals.header, [plain(point) for point in goals.points]) == ("Goals", ["Define", "Use"])
    assert (problem.label, plain(problem.text)) == ("Problem 2 · Sum · Easy", "Add two numbers")
    assert (solution.scene_type, solution.code) == ("code", "def add(a, b):\n    return a + b")
    assert (checkpoint.header, said(checkpoint)[-1]) == ("Checkpoint", "Can you?")
    assert ([plain(option) for option in quiz.options], quiz.answers) == (["func", "def"], (1,))
    assert (exercise.label, plain(exercise.text)) == ("Exercise · 10 minutes", "Practise")


def test_visual_content_and_scene_ids_are_read(tmp_path: Path) -> None:
    scenes = "- {scene_type: title, scene_id: scene_01_title, narration: Hello there., visual_content: {title: Hello}}"
    (scene,) = read_scenes(tmp_path, scenes)
    assert (scene.scene_id, scene.title, said(scene)) == ("scene-01-title", "Hello", ["Hello there."])


def test_what_has_no_effect_is_said(tmp_path: Path) -> None:
    config = write_course(tmp_path, "scenes:\n- {scene_type: title, title: A, min_duration: 3}")
    (script,) = read_scripts(config, tmp_path)
    assert script.warnings == ("course.yaml:2: min_duration has no effect: a scene lasts as long as its words.",)


def test_narration_is_taken_as_given(tmp_path: Path) -> None:
    scenes = """
- {scene_type: title, title: A, say: "Version 1.2 is out. Try it."}
- {scene_type: title, title: B, narration: [{say: Think of it, pause_after: 2000}, And go on]}
- {scene_type: title, title: C, narration: [{words: [Hi, {text: SQL, spoken: sequel}]}, {say: plain words}]}
"""
    one, two, three = read_scenes(tmp_path, scenes)
    assert spoken(one.narration[0]) == "Version one point two is out."
    assert [(written(s), s.pause_after) for s in two.narration] == [("Think of it.", 2000), ("And go on.", 0)]
    assert [spoken(sentence) for sentence in three.narration] == ["Hi sequel", "plain words"]


def test_lines_come_with_the_sentences_that_say_them(tmp_path: Path) -> None:
    scenes = """
- scene_type: list
  header: Needs
  items: [A computer, A chair, Time]
  narration: Here is what you need. First a computer. And some time, on a chair.
"""
    (scene,) = read_scenes(tmp_path, scenes)
    assert [line.sentence for line in scene.lines] == [1, 2, 2]


@pytest.mark.parametrize("name", own_types())
def test_every_type_can_be_written_as_a_script_has_it_and_left_without_words(name: str, tmp_path: Path) -> None:
    """The gallery's samples have every field of every type; the writer finds words for each."""
    from bench.gallery import read_samples

    for sample in read_samples()[name]:
        if name == "image":
            continue
        fields = sample.model_dump(mode="json", exclude_defaults=True, exclude={"narration", "spans", "chapter"})
        course = {"title": "Film", "scenes": [{**fields, "scene_type": name}]}
        import yaml

        (script,) = read_scripts(write_course(tmp_path, yaml.safe_dump(course, allow_unicode=True)), tmp_path)
        assert {scene.scene_type for scene in script.scenes} == {name}
        assert all(scene.narration for scene in script.scenes)
        if len(script.scenes) > 1:  # more than one screen holds
            assert name == "list"
            assert [line.text for scene in script.scenes for line in scene.lines] == [
                line.text for line in sample.lines
            ]
            continue
        mine, theirs = script.scenes[0].shown(), sample.shown()
        for field in ("lines", "steps"):  # they come with the sentences that were written
            mine.pop(field, None), theirs.pop(field, None)
        assert mine == theirs


def test_a_picture_lies_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "tower.png").write_bytes((ROOT / "docs" / "gallery" / "picture.png").read_bytes())
    config = write_course(tmp_path, "scenes:\n- {scene_type: image, image: tower.png, caption: A tower}")
    (script,) = read_scripts(config, tmp_path)
    assert script.scenes[0].width > 1
    assert [file.name for file in list_inputs(config)] == ["course.yaml", "tower.png"]
    (problem,) = find_problems(write_course(tmp_path, "scenes:\n- {scene_type: image, image: ../tower.png}"))
    assert (problem.line, problem.column) == (2, 30)


BROKEN = """\
titel: Wrong
accent_color: bleu
fps: 31
scenes:
  - scene_type: titel
    title: x
  - scene_type: list
    header: Points
    itmes: [a]
  - scene_type: quiz
    question: Why?
    options: [a, b]
    answers: z
  - scene_type: callout
    tone: warnin
    text: hi
  - scene_type: code
  - scene_type: title
    title: [a, b]
  - only text
"""


def test_every_mistake_is_named_at_once_with_its_place_and_the_nearest_name(tmp_path: Path) -> None:
    problems = find_problems(write_course(tmp_path, BROKEN))
    assert [(problem.line, problem.column) for problem in problems] == [
        (1, 1), (2, 15), (3, 6), (5, 17), (9, 5), (13, 14), (15, 11), (17, 5), (19, 12), (20, 5),
    ]  # fmt: skip
    remedies = {problem.line: problem.remedy for problem in problems}
    for line, nearest in {1: "title", 2: "blue", 5: "title", 9: "items", 15: "warning"}.items():
        assert f"Did you mean {nearest}?" in remedies[line]
    assert remedies[3] == "Choose 24, 25, 30, 50, 60."  # 31 is no slip of the finger
    assert all(problem.excerpt == BROKEN.split("\n")[problem.line - 1] for problem in problems)


SET = """\
defaults: {accent_color: green, voice: female}
variables: {course: Python}
videos:
  - title: "${course} one"
    scenes: [{scene_type: title, title: "${course}, lesson ${lesson}"}]
    variables: {lesson: 1}
  - include: lessons/two.yaml
    variables: {lesson: 2}
    overrides: {accent_color: pink}
  - template: intro
    video_id: intro
    variables: {name: Orbit, points: [First, Second]}
"""
LESSON = "title: '${course} two, ${lesson}'\nvariables: {course: Unknown}\nscenes:\n- include: end.yaml\n"


def test_a_set_has_defaults_includes_templates_and_variables(tmp_path: Path) -> None:
    write_course(tmp_path, LESSON, "lessons/two.yaml")
    write_course(tmp_path, "- {scene_type: outro, title: 'The end of ${course}'}", "lessons/end.yaml")
    config = write_course(tmp_path, SET)
    assert list_videos(config) == ("python-one", "python-two-2", "intro")
    assert [file.name for file in list_inputs(config)] == ["course.yaml", "lessons/end.yaml", "lessons/two.yaml"]
    one, two, intro = read_scripts(config, tmp_path)
    assert one.scenes[0].title == "Python, lesson 1"
    assert two.scenes[0].title == "The end of Python"
    assert (one.accent_color, two.accent_color, intro.accent_color) == ("green", "pink", "green")
    assert [plain(line.text) for line in intro.scenes[1].lines] == ["First", "Second"]
    assert two.scenes[0].spans[0].file == "lessons/end.yaml"


def test_one_film_of_a_set_can_be_chosen(tmp_path: Path) -> None:
    write_course(tmp_path, LESSON, "lessons/two.yaml")
    write_course(tmp_path, "- {scene_type: outro, title: End}", "lessons/end.yaml")
    config = write_course(tmp_path, SET).model_copy(update={"only": "intro"})
    assert name_video(config) == "intro"
    assert [script.video_id for script in read_scripts(config, tmp_path)] == ["intro"]
    (problem,) = find_problems(config.model_copy(update={"only": "intor"}))
    assert problem.remedy == "Did you mean intro?"


def test_a_set_is_no_single_film(tmp_path: Path) -> None:
    from adapters.input import adapt_input
    from adapters.store import Store

    text = "videos:\n" + "".join(f"- {{title: {name}, scenes: [{{scene_type: title, title: x}}]}}\n" for name in "AB")
    with pytest.raises(ConfigError, match=re.escape("a, b. Name one with --only.")):
        adapt_input(write_course(tmp_path, text), Store(tmp_path / "store")).single()


def test_what_the_user_asks_for_wins_over_what_the_film_says(tmp_path: Path) -> None:
    path = write_course(tmp_path, "accent_color: green\ntheme: swiss\nscenes: [{scene_type: title, title: A}]").source
    (script,) = read_scripts(InputConfig(source=path, accent_color="pink"), tmp_path)
    assert (script.accent_color, script.theme) == ("pink", "swiss")


def test_what_was_stated_passes_through_json() -> None:
    config = InputConfig(source="a.yaml", voice="female")
    assert config.stated == ("voice",)
    assert InputConfig.model_validate_json(config.model_dump_json()) == config
    assert InputConfig.model_validate(config.model_dump()) == config


def test_words_are_said_as_the_film_wants_them(tmp_path: Path) -> None:
    text = "pronunciation: {kubectl: cube control}\nscenes: [{scene_type: title, title: A, say: Run kubectl now.}]"
    (script,) = read_scripts(write_course(tmp_path, text), tmp_path)
    assert spoken(script.scenes[0].narration[0]) == "Run cube control now."


def test_signs_of_variables_are_left_alone_where_a_file_has_none(tmp_path: Path) -> None:
    (scene,) = read_scenes(tmp_path, "- {scene_type: command, header: A, commands: ['$ echo ${HOME}']}")
    assert scene.lines[0].text == "echo ${HOME}"
    text = "variables: {a: b}\nscenes: [{scene_type: command, header: A, commands: ['$ echo $${HOME} ${a} ${c|d}']}]"
    (script,) = read_scripts(write_course(tmp_path, text), tmp_path)
    assert script.scenes[0].lines[0].text == "echo ${HOME} b d"


def test_chapters_begin_with_cards_and_cards_are_counted(tmp_path: Path) -> None:
    scenes = "".join(
        f"- {{scene_type: {kind}, title: {title}}}\n"
        for kind, title in (("title", "T"), ("section", "A"), ("section", "B"))
    )
    opening, one, two = read_scenes(tmp_path, scenes)
    assert (opening.chapter, one.chapter, two.chapter) == ("T", "A", "B")
    assert [(card.number, card.total) for card in (one, two)] == [(1, 2), (2, 2)]


def test_a_scene_without_anything_to_say_is_named(tmp_path: Path) -> None:
    config = write_course(tmp_path, "scenes:\n- {scene_type: quote, text: '…'}")
    with pytest.raises(ValidationError, match="Scene 1, a quote, has nothing to say"):
        read_scripts(config, tmp_path)


def test_a_language_is_recognised_and_labels_are_in_it(tmp_path: Path) -> None:
    text = "language: de\nscenes: [{scene_type: problem, text: Die Liste ist leer.}]"
    (script,) = read_scripts(write_course(tmp_path, text), tmp_path)
    assert (script.language, script.scenes[0].label) == ("de", "Problem")
    text = "scenes: [{scene_type: title, title: Der Anfang, say: Das ist der Anfang und nicht das Ende von allem.}]"
    (script,) = read_scripts(write_course(tmp_path, text), tmp_path)
    assert script.language == "de"


def test_a_tree_of_values_names_its_paths() -> None:
    tree = plant({"a": [{"b": 1}]})
    assert tree.entries["a"].items[0].entries["b"].place.path == "a[0].b"
    with pytest.raises(TypeError, match=re.escape("a[0]")):
        plant({"a": [object()]})


def test_the_course_file_of_the_readme_is_one(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (text,) = [block for block in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL) if "videos:" in block]
    config = write_course(tmp_path, text)
    assert list_videos(config) == ("variables", "lists")
    one, two = read_scripts(config, tmp_path)
    assert (one.scenes[2].answers, two.scenes[0].title) == ((1,), "Lists")
