"""Words by what they do in speech, for the languages in which transcripts are most common; English does for the rest."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.documents.languages import function_words


def _by_language(table: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in table.items()}


_FILLERS = _by_language({
    "en": "um uh uhm umm uhh er erm ehm hmm hm mm mhm ah eh huh",
    "de": "äh ähm ähh öh öhm hm hmm mhm ehm",
    "fr": "euh heu hum hmm ben bah",
    "es": "eh em ehm mmm hmm ah",
    "pt": "eh hum hmm ahn hã",
    "it": "ehm eh mmm uhm hmm",
    "nl": "eh ehm uh uhm hm hmm",
})  # fmt: skip
# What no sentence ends with: what it belongs to is still to come.
_OPEN = _by_language({
    "en": "a an the this these my your his her its our their of to in on at for with from by as into onto about and or but if "
          "because that which who whose than is are was were be been am i'm you're we're they're it's that's there's he's she's "
          "has have had do does did will would can could should may might must not don't doesn't can't won't so very really just "
          "when where while i we they he she every each some any no more most such like between through under over without let's around across during within against per behind beyond among me "
          "whenever still until since whether how after before although though unless",
    "de": "der die das den dem des ein eine einen einem einer mein dein sein ihr unser und oder aber weil dass wenn ob zu in auf "
          "an für mit von bei aus nach über unter durch ist sind war hat haben wird werden kann nicht sehr ich wir du man",
    "fr": "le la les un une des du de à au aux en dans sur pour par avec sans et ou mais que qui si ce cette ces mon ma mes son sa "
          "ses notre votre est sont a ont ne pas très je tu il elle on nous vous",
    "es": "el la los las un una unos unas de del a al en con por para sin y o pero que si este esta mi tu su nuestro es son está ha "
          "han no muy más yo",
    "pt": "o a os as um uma de do da em no na com por para sem e ou mas que se este esta meu minha seu sua é são está não muito eu",
    "it": "il lo la i gli le un uno una di del della a al in con per da e o ma che se questo questa mio suo è sono ha non molto io",
    "nl": "de het een van in op aan voor met door bij en of maar omdat dat die als te is zijn was heeft niet heel ik we je",
})  # fmt: skip
# What sentences begin with: the strength with which the word before ends one.
_STARTS = _by_language({
    "en": "so now okay ok well alright right however therefore first second third finally next then also today actually "
          "basically again here there let's i we you they he she it it's that's this these i'm we're you're there's "
          "what how why imagine remember notice suppose hello hi welcome thanks but another instead if when most some every after before "
          "always never only all many each my our your sometimes usually once while as",
    "de": "also jetzt nun okay gut dann danach zuerst zunächst schließlich außerdem deshalb trotzdem heute hier ich wir ihr man es "
          "das aber hallo willkommen",
    "fr": "alors donc maintenant bon ensuite puis enfin aussi cependant aujourd'hui ici je nous vous on il elle c'est mais bonjour",
    "es": "entonces ahora bueno pues luego después primero finalmente también además hoy aquí yo nosotros vamos esto eso pero hola",
    "pt": "então agora bom depois primeiro finalmente também além hoje aqui eu nós vamos isso isto mas olá",
    "it": "allora adesso ora bene poi dopo prima infine anche inoltre oggi qui io noi questo quindi ma ciao",
    "nl": "dus nu oké goed dan daarna eerst tenslotte ook vandaag hier ik we wij je dit dat maar hallo welkom",
})  # fmt: skip
# Forms that make a clause in English, and words that join one to another.
_VERBS = frozenset(
    "is are was were am has have had do does did can could will would should must may might i'm you're we're they're he's she's it's "
    "that's there's what's i've you've we've they've i'll you'll we'll they'll let's don't doesn't didn't can't won't isn't aren't "
    "wasn't weren't couldn't wouldn't shouldn't "
    "says said goes went gets got makes made takes took comes came gives gave keeps kept knows knew thinks thought sees saw looks "
    "looked wants wanted uses used needs needed means meant works worked runs ran shows showed starts started begins began seems "
    "seemed becomes became happens happened finds found tells told calls called tries tried asks asked feels felt leaves left puts "
    "brings brought holds writes wrote reads sits stands stood loses lost pays paid meets met includes included continues learns "
    "learned changes changed leads led understands understood creates created opens opened closes closed sends sent builds built "
    "stays grows grew wins won offers offered remembers loves loved considers appears appeared buys bought waits waited serves dies "
    "expects contains contained allows allowed adds added returns returned depends lets moves moved believes believed".split()
)
_JOINTS = frozenset(
    "and but because that which who when if so what where how why while before after or until unless whether since although though "
    "as than whenever whose once".split()
)
# What tells that something new begins, and what tells that something matters: phrases, as they are spoken.
TURNS = (
    "next", "now let's", "let's talk about", "let's look at", "let's move on", "moving on", "another", "the second", "the third",
    "the first", "first of all", "finally", "last but not least", "step two", "step three", "on the other hand", "in conclusion",
    "to summarize", "to wrap up", "okay so", "all right", "so now", "so let's", "with that", "the next", "speaking of", "let me show",
    "als nächstes", "kommen wir", "zum schluss", "zweitens", "drittens", "ensuite", "passons", "pour finir", "deuxièmement",
    "ahora vamos", "lo siguiente", "por último", "en segundo lugar", "agora vamos", "por fim", "passiamo", "infine",
)  # fmt: skip
STRESSES = (
    "important", "the key", "key point", "remember", "the most", "the best", "the worst", "never", "always", "the trick", "the secret",
    "the reason", "the problem", "the point is", "the idea is", "takeaway", "in short", "in other words", "that's why", "what matters",
    "essentially", "crucial", "critical", "surprising", "here's the thing", "the biggest", "must", "make sure", "be careful", "because",
    "means that", "in summary", "lesson", "mistake", "the difference", "the answer", "don't forget", "turns out", "the whole point",
    "wichtig", "entscheidend", "das problem", "der grund", "niemals", "immer", "merkt euch", "essentiel", "le problème", "la raison",
    "jamais", "toujours", "lo más importante", "el problema", "la razón", "nunca", "siempre", "o mais importante", "sempre", "mai",
)  # fmt: skip
CHATTER = (
    "subscribe", "like button", "hit the bell", "notification bell", "smash", "in the comments", "link in the description",
    "links in the description", "sponsor", "promo code", "discount code", "patreon", "thanks for watching", "thank you for watching",
    "see you in the next", "leave a comment", "leave a like", "give it a thumbs up", "my channel", "this channel", "welcome back",
    "abonniert", "daumen hoch", "abonnez-vous", "suscríbete", "inscreva-se", "iscrivetevi",
)  # fmt: skip
_QUESTIONS = _by_language({
    "en": "what how why who where when which is are do does did can could would should have has will",
})  # fmt: skip


def fillers(language: str) -> frozenset[str]:
    """Return sounds that say nothing."""
    return _pick(_FILLERS, language)


def open_words(language: str) -> frozenset[str]:
    """Return words that no sentence ends with."""
    return _pick(_OPEN, language)


def start_words(language: str) -> frozenset[str]:
    """Return words that often begin a sentence."""
    return _pick(_STARTS, language)


def question_words(language: str) -> frozenset[str]:
    """Return words that begin a question; none where a question cannot be told by them."""
    return _QUESTIONS.get(_base(language), frozenset())


def clause_words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return forms that make a clause, and words that join clauses; none for a language whose clauses cannot be told."""
    return (_VERBS, _JOINTS) if _base(language) == "en" else (frozenset(), frozenset())


def small_words(language: str) -> frozenset[str]:
    """Return words that say nothing of what a text is about."""
    base = _base(language)
    return function_words(base) | _pick(_OPEN, base) | _pick(_STARTS, base) | _SMALL.get(base, frozenset())


_SMALL = _by_language({
    "en": "going gonna want wanna get gets got getting go goes went come comes make makes made making know think see look say says said "
          "thing things stuff lot lots bit kind sort way ways one ones two three something anything everything nothing someone people "
          "good great nice actually really basically literally maybe probably pretty quite just even still already yet only much many "
          "little big new old yeah yes no okay right well use using used need needs take takes put let give gives show tell talk "
          "talking called call start started happen happens happening work works working day time today video me him them us "
          "himself herself itself yourself myself own same other others another again first second third last next every those "
          "up down out off back away around here there then now never always ever because though although however therefore "
          "i'll you'll we'll they'll i've you've we've they've i'd you'd isn't aren't wasn't weren't hasn't haven't didn't what's "
          "being having doing try trying sure mean means whether until since before after during also too why how what where who "
          "him his hers ours theirs yours mine all both few several enough able else full actually",
    "de": "machen macht gemacht sagen sagt gehen geht kommen kommt ding dinge sache sachen mal halt eben ja nein doch schon noch nur "
          "viel viele ganz gut mehr sehr etwas alles nichts hier da so wie was wer wo warum kann können muss müssen soll haben hatte",
})  # fmt: skip


def _pick(table: Mapping[str, frozenset[str]], language: str) -> frozenset[str]:
    return table.get(_base(language), table["en"] if _base(language) == "en" else frozenset())


def _base(language: str) -> str:
    return language.partition("-")[0].lower()
