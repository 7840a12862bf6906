"""What answers and right options say beside a question, or in its place."""

import pytest

from ankigen.tagging.shown import Option, Shown
from ankigen.tagging.topics import CardText, Context, topics_of
from ankigen.text import visible
from tests.tagging.asked import AWS, ML, PYTHON, about, tags


def test_a_word_or_two_mean_what_the_answer_begins_with() -> None:
    security = Context(declared=("security",), shared=("network",))
    answer = "Domain Name System Security Extensions. They sign the records."
    assert tags("DNSx", answer, security) == {"network::dns"}
    assert tags("DNSx", "Something else. Domain Name System.", security) == {"security"}


def test_a_bare_subject_gives_way_to_what_the_right_option_names() -> None:
    options = (Option("A", "A tuple"), Option("B", "A dictionary"))
    question = Shown("What belongs in Python to each name a value?", options=options)
    assert about(question, "B") == {"python::dict"}


def test_the_answer_speaks_only_where_the_question_is_mute() -> None:
    answer = "Cross entropy. The gradient of cross entropy is simple, so cross entropy learns fast."
    assert tags("Which one is used, and why?", answer) == {"machine-learning::loss::cross-entropy"}
    assert tags("Which colour is it?", answer) == set()
    assert tags("What is dropout?", answer) == {"machine-learning::regularization::dropout"}


def test_options_are_not_the_subject() -> None:
    options = (Option("A", "softmax"), Option("B", "batch norm"), Option("C", "k-means"))
    dropout = Shown("What does dropout do?", options=options)
    assert about(dropout) == {"machine-learning::regularization::dropout"}


@pytest.mark.parametrize(
    "answer", ["Correct answer: B", "B", "B. Entropy", "答案：B", "Answer: B Entropy"]
)
def test_the_right_option_is_part_of_the_answer(answer: str) -> None:
    options = (Option("A", "softmax"), Option("B", "Cross entropy, cross entropy, cross entropy"))
    assert about(Shown("Which one is it?", options=options), answer) == {
        "machine-learning::loss::cross-entropy"
    }
    assert about(Shown("Which one is it?", options=options), "A loss") == set()


def test_an_answer_says_what_a_question_does_not() -> None:
    file = Context(declared=("network",))
    question = Shown("Why did the resolver not ask the second one?")
    prose = "<p>DNS is asked in order. The DNS of the first said no, so DNS had its answer.</p>"

    def of(back: str, context: Context | None) -> set[str]:
        card = CardText(question, visible(back), back=back)
        return {given.topic.tag for given in topics_of(card, context)}

    assert of(prose, file) == {"network::dns"}
    assert of("<p>It had no reason to.</p>", file) == {"network"}
    assert of("<pre><code>dns dns dns dns</code></pre><p>So.</p>", file) == {"network"}, "code"
    both = "<p>TCP and DNS: DNS first, then TCP, then DNS, then TCP.</p>"
    assert of(both, file) == {"network::dns", "network::tcp"}
    more = "<p>TCP, DNS and ARP: DNS first, then TCP, then ARP, then DNS, TCP and ARP.</p>"
    assert of(more, file) == {"network"}, "three things"


def test_a_question_about_a_subject_at_large_is_about_no_part_of_it() -> None:
    answer = "Promises: a promise stands for a value to come, and promises can be chained."
    for question, topic in (
        ("What are the key features of JavaScript?", "javascript"),
        ("What do you chain in JavaScript?", "javascript::promise"),
    ):
        card = CardText(Shown(question), answer, back=f"<p>{answer}</p>")
        assert [given.topic.tag for given in topics_of(card)] == [topic]


def test_an_answer_that_only_names_a_thing_says_what_was_asked_for() -> None:
    aws = Context(declared=("cloud::aws",))
    assert tags("Which service streams events?", "Kinesis", aws) == {"cloud::aws::integration"}
    both = tags("Which service streams events?", "Kinesis or CloudTrail", aws)
    assert both == {"cloud::aws::integration", "cloud::aws::management::cloudtrail"}
    long = "Kinesis, if they come in shards and have to be kept in order for a day or more"
    assert tags("Which service streams events?", long, aws) == {"cloud::aws"}
    both = "S3 and EBS"
    assert tags("Which of these keep your files?", both, aws) == {
        "cloud::aws::storage::s3",
        "cloud::aws::storage::ebs",
    }


def test_an_answer_of_a_few_words_names_another_topic_of_the_same_subject() -> None:
    question = "What goes wrong in deep networks of sigmoids?"
    both = {"deep-learning::activation::sigmoid", "deep-learning::gradients"}
    assert tags(question, "Vanishing gradients.", ML) == both
    one = {"deep-learning::activation::sigmoid"}
    assert tags(question, "Vanishing gradients, from the first layers to the last", ML) == one
    assert tags(question, "Vanishing gradients or dropout", ML) == one
    assert tags(question, "Deadlock.", ML) == one
    assert tags("Sigmoid?", "Vanishing gradients.", ML) == one


def test_an_everyday_word_in_a_longer_question_counts_where_its_answer_speaks_of_it() -> None:
    question = "Do the same as before but have the pod deleted automatically when it is done"
    file = Context(declared=("kubernetes",))
    assert tags(question, "kubectl run busybox --restart=Never --rm", file) == {"kubernetes::pods"}
    assert tags(question, "It is removed.", file) == {"kubernetes"}


def of(question: str, prose: str, context: Context) -> set[str]:
    """The topics of a question with an answer of one paragraph."""
    card = CardText(Shown(question), back=f"<p>{prose}</p>")
    return {given.topic.tag for given in topics_of(card, context)}


def test_an_answer_that_comes_back_to_another_topic_gives_a_second() -> None:
    question = "Why does the sigmoid train so badly in a deep network?"
    again = "Vanishing gradients. Vanishing gradients stop it, and vanishing gradients are many."
    both = {"deep-learning::activation::sigmoid", "deep-learning::gradients"}
    assert of(question, again, ML) == both
    assert of(question, "It has vanishing gradients, which are small.", ML) < both
    late = "It saturates. " * 30 + again
    assert of(question, late, ML) < both


def test_what_is_asked_not_to_fit_says_nothing() -> None:
    options = (Option("A", "S3"), Option("B", "CloudTrail"))
    for question, topics in (
        ("Which of them keeps your files?", {"cloud::aws::storage::s3"}),
        ("Which of them is not one that you buy?", {"cloud::aws"}),
        ("Which of them, except those that are free?", {"cloud::aws"}),
    ):
        assert about(Shown(question, options=options), "A", AWS) == topics


def test_a_right_option_may_name_several_topics() -> None:
    options = (Option("A", "tuples; dictionaries"), Option("B", "sets"))
    question = Shown("What are () and {}?", options=options)
    assert about(question, "A", PYTHON) == {"python::tuple", "python::dict"}


def test_topics_below_one_are_weighed_together_where_none_prevails() -> None:
    text = "S3 for files, EBS for disks. With S3 and EBS, and EFS or S3 Glacier, they are kept."
    assert of("What do we do with the old ones on such a day?", text, AWS) == {
        "cloud::aws::storage"
    }
