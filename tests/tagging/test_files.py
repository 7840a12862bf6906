"""What a bare word means: a file, its headings and the other cards say it."""

import pytest

from ankigen.tagging.match import subjects_in
from ankigen.tagging.shown import Shown
from ankigen.tagging.topics import Context, answer_subjects, context_of, subjects_of
from tests.tagging.asked import tags


@pytest.mark.parametrize(
    ("question", "files"),
    [
        ("What is a closure?", {"javascript": "javascript::closure", "python": "python::closure"}),
        ("What is inheritance?", {"java": "java::oop", "python": "python::oop"}),
        ("Transformer 有几层？", {"deep-learning": "deep-learning::transformer"}),
        ("二叉树怎么遍历？", {"data-structures": "data-structures::tree"}),
    ],
)
def test_a_bare_word_means_what_the_file_is_about(question: str, files: dict[str, str]) -> None:
    for subject, topic in files.items():
        assert tags(question, context=Context(declared=(subject,))) == {topic}


def test_a_heading_settles_a_bare_word_and_speaks_for_a_mute_question() -> None:
    assert tags("What is a closure?", "", None, "Python") == {"python::closure"}
    assert tags("What are its drawbacks?", "", None, "ML", "Dropout") == {
        "machine-learning::regularization::dropout"
    }


def test_the_other_cards_of_a_file_say_what_a_bare_word_means() -> None:
    cards = ["What is dropout?", "Why batch norm?", "Transformer?"]
    context = context_of("qa.md", "", [subjects_of(Shown(question)) for question in cards])
    assert tags("Transformer?", context=context) == {"deep-learning::transformer"}
    assert context_of("notes/python/x.md", "", ()).declared == ("python",)


def test_answers_say_what_a_file_without_a_telling_name_is_about() -> None:
    answers = [answer_subjects("Kubernetes does that.")] * 5
    assert context_of("a.md", "", [()] * 5, answers).ruling == "kubernetes"
    assert context_of("a.md", "", [()] * 20, answers).ruling == ""
    assert context_of("a.md", "", [("git",)] * 5, answers).ruling == "git"


def test_a_file_named_after_a_topic_is_on_it_where_cards_say_nothing_else() -> None:
    cards = [("java",)] * 4
    context = context_of("java/concurrent-hashmap.md", "", cards)
    assert tags("May keys be null?", "", context) == {"java::collections::concurrent"}
    assert tags("What is a thread pool?", "", context) == {"java::concurrency::thread-pool"}
    assert context_of("notes/interview.md", "", cards).topic == ""


@pytest.mark.parametrize(
    ("project", "question", "topics"),
    [
        ("go_by_example", "Why is a channel safer than a shared variable?", {"go::channel"}),
        ("rust-notes", "Who owns it after a move?", {"rust::ownership"}),
        ("ansible-labs", "Where do you put it?", {"devops::ansible"}),
        ("python-and-go", "Where do you put it?", set()),
        ("notes", "Why is a channel safer than a shared variable?", set()),
    ],
)
def test_a_project_s_name_says_what_its_files_do_not(
    project: str, question: str, topics: set[str]
) -> None:
    assert tags(question, "", context_of("qa.md", "", [()], [()], project)) == topics


@pytest.mark.parametrize(
    "question",
    ["What is the closure?", "¿Qué es el closure?", "Was ist ein Closure?", "closureとは何ですか"],
)
def test_a_question_of_a_term_alone_is_settled_by_its_answer(question: str) -> None:
    assert tags(question, "In software engineering a debt.") == set()
    assert tags(question.replace("closure", "hoisting").replace("Closure", "hoisting"),
                "JavaScript moves declarations up.") == {"javascript::hoisting"}  # fmt: skip


def test_a_term_alone_is_known_in_notes_near_to_its_subject() -> None:
    deep = Context(declared=("deep-learning",))
    assert tags("accuracy", "", deep) == {"machine-learning::metrics::accuracy"}
    assert tags("Is the accuracy of this scale good?", "", deep) == {"deep-learning"}


def test_a_title_may_call_two_subjects() -> None:
    assert subjects_in("04-浏览器与网络") == ("web", "network")
    assert subjects_in("Shell and networking basics") == ("linux", "network")
    assert subjects_in("Networking at conferences") == ()
