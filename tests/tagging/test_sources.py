"""Sources of tags, their order, and what the configuration does to them."""

import pytest

from ankigen.model import Heading, Source, Span
from ankigen.settings import Tags
from ankigen.tagging.check import TaggedCard, check
from ankigen.tagging.shown import Shown
from ankigen.tagging.sources import Place, tags_of
from ankigen.tagging.topics import CardText, topics_of


def made(place: Place, settings: Tags | None = None, **more: object) -> list[str]:
    return [t.tag for t in tags_of(place, settings or Tags(), **more)]  # type: ignore[arg-type]


def headings(*levels: tuple[int, str]) -> tuple[Heading, ...]:
    return tuple(Heading(level, text) for level, text in levels)


@pytest.mark.parametrize(
    ("path", "tags"),
    [
        ("qa.md", []),
        ("README.zh-CN.md", []),
        ("docs/index.md", []),
        ("python.md", ["python"]),
        ("01-java/JVM.md", ["java::jvm"]),
        ("vue/vue.md", ["vue"]),
        ("机器学习/PCA.md", ["机器学习::pca"]),
        ("java/readme.md", ["java"]),
    ],
)
def test_folders_and_file(path: str, tags: list[str]) -> None:
    assert made(Place(path)) == tags


def test_headings_make_levels_and_a_lone_title_is_none() -> None:
    levels = headings((1, "NLP"), (2, "2. Attention"))
    assert made(Place("qa.md", levels, lone_title=False)) == ["nlp::attention"]
    assert made(Place("qa.md", levels)) == ["attention"]
    assert made(Place("qa.md", headings((2, "🎉"), (3, "Interview Questions")))) == []


def test_the_order_and_the_origin_of_each() -> None:
    place = Place("nlp/bert.md", headings((2, "Masks")), front=("Exam",), written=("#hard", "a/b"))
    settings = Tags(rules={"loss": ("Cross Entropy",), "lang": ("nlp/**",)})
    topics = topics_of(CardText(Shown("Why cross-entropy?")))
    found = tags_of(
        place, settings, question="Why cross-entropy?", topics=topics, options=("deck one",)
    )
    assert [(t.tag, t.origin) for t in found] == [
        ("exam", "front matter"),
        ("nlp::bert", "file"),
        ("masks", "heading"),
        ("hard", "question"),
        ("a::b", "question"),
        ("loss", "rule"),
        ("lang", "rule"),
        ("machine-learning::loss::cross-entropy", "topic"),
        ("deck-one", "option"),
    ]


@pytest.mark.parametrize(
    ("key", "gone"),
    [
        ("front_matter", "exam"),
        ("file", "bert"),
        ("folders", "nlp"),
        ("headings", "masks"),
        ("inline", "hard"),
        ("topics", "machine-learning"),
    ],
)
def test_each_source_can_be_switched_off(key: str, gone: str) -> None:
    place = Place("nlp/bert.md", headings((2, "Masks")), front=("Exam",), written=("#hard",))
    topics = topics_of(CardText(Shown("Why cross-entropy?")))
    assert gone in " ".join(made(place, topics=topics))
    assert gone not in " ".join(made(place, Tags(**{key: False}), topics=topics))


def test_prefix_aliases_and_language() -> None:
    settings = Tags(prefix="Interview", aliases={"nn": "neural-network"}, language="zh")
    place = Place("nn/qa.md", written=("x::nn",))
    topics = topics_of(CardText(Shown("Why cross-entropy?")))
    assert made(place, settings, topics=topics) == [
        "interview::neural-network",
        "interview::x::neural-network",
        "interview::机器学习::损失函数::交叉熵",
    ]


def test_recorded_topics_follow_the_language() -> None:
    recorded = ("machine-learning::loss::cross-entropy", "gone::from-the-vocabulary")
    assert made(Place("qa.md"), Tags(language="zh"), topics=recorded) == [
        "机器学习::损失函数::交叉熵",
        "gone::from-the-vocabulary",
    ]


def test_a_place_that_a_finer_tag_contains_is_left_out() -> None:
    assert made(Place("python.md", written=("python::gc",))) == ["python::gc"]
    assert made(Place("qa.md", written=("python", "python::gc"))) == ["python", "python::gc"]


@pytest.mark.parametrize(
    "heading",
    [
        "Questions",
        "Q&A",
        "Interview Questions and Answers",
        "問題",
        "문제",
        "Вопросы и ответы",
        "面试题",
        "Preguntas frecuentes",
        "Fragen und Antworten",
        "Câu hỏi thường gặp",
    ],
)
def test_a_heading_that_only_says_questions_is_no_tag(heading: str) -> None:
    assert made(Place("qa.md", headings((1, "A"), (1, heading)), lone_title=False)) == ["a"]


@pytest.mark.parametrize("heading", ["Lists", "Tables", "Priority Queues"])
def test_other_headings_are_tags(heading: str) -> None:
    assert made(Place("qa.md", headings((2, heading)))) == [heading.lower().replace(" ", "-")]


def test_a_place_that_is_a_topic_has_its_spelling() -> None:
    assert made(Place("vue/slot.md")) == ["vue::slots"]
    assert made(Place("机器学习/svm.md")) == ["machine-learning::svm"]
    assert made(Place("机器学习/svm.md"), Tags(language="zh")) == ["机器学习::支持向量机"]
    assert made(Place("vue/slot.md"), Tags(topics=False)) == ["vue::slot"]
    assert made(Place("qa.md", written=("vue::slot",))) == ["vue::slot"]


def card(*written: str, settings: Tags | None = None) -> TaggedCard:
    span = Span(Source("qa.md", "> Q"), 0, 3)
    return TaggedCard(tags_of(Place("qa.md", written=written), settings or Tags()), span)


def codes(*cards: TaggedCard, settings: Tags | None = None) -> list[str]:
    return [d.rule.code for d in check(cards, settings or Tags())]


def test_one_word_in_two_spellings_languages_or_cases() -> None:
    assert codes(card("regularisation"), card("regularization")) == ["AK502"]
    assert codes(card("regularization"), card("正则化")) == ["AK502"]
    assert codes(card("closures"), card("closure")) == ["AK502"]
    assert codes(card("NLP"), card("nlp")) == ["AK503"]
    assert codes(card("list"), card("tuple")) == []


def test_tags_that_are_not_allowed() -> None:
    allowed = Tags(allowed=("python", "ml::*"))
    assert codes(card("python::gc"), card("ml::loss"), settings=allowed) == []
    assert codes(card("pyhton"), card("pyhton"), settings=allowed) == ["AK501"]
    prefixed = Tags(allowed=("python",), prefix="me")
    assert codes(card("python", settings=prefixed), settings=prefixed) == []


def test_an_empty_tag_is_told() -> None:
    span = Span(Source("qa.md", "> Q"), 0, 3)
    assert [d.rule.code for d in check((), Tags(), [("???", span), ("ok", span)])] == ["AK504"]
