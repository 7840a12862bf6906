"""Topics: the vocabulary is whole, and cards get what they are about and nothing else."""

import re

import pytest

from ankigen.tagging import compiled, snippets
from ankigen.tagging.match import subjects_in
from ankigen.tagging.shown import Option, Shown
from ankigen.tagging.topics import (
    CardText,
    Context,
    answer_subjects,
    context_of,
    subjects_of,
    topics_of,
)
from ankigen.tagging.vocabulary import files
from ankigen.tagging.words import quoted, words
from ankigen.text import visible


def tags(
    question: str, answer: str = "", context: Context | None = None, *headings: str
) -> set[str]:
    return about(Shown(question), answer, context, *headings)


def about(
    question: Shown, answer: str = "", context: Context | None = None, *headings: str
) -> set[str]:
    return {g.topic.tag for g in topics_of(CardText(question, answer, headings), context)}


ML = Context(shared=("machine-learning", "deep-learning"))
PYTHON = Context(declared=("python",))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Transformer 的编码器有几层？", {"deep-learning::transformer"}),
        ("为什么要做多头注意力？", {"deep-learning::attention"}),
        ("What does Dropout do at test time?", {"machine-learning::regularization::dropout"}),
        ("How is over-fitting noticed?", {"machine-learning::regularization::overfitting"}),
        ("Ｓｏｆｔｍａｘ 的作用", {"deep-learning::activation::softmax"}),
        ("批归一化和层归一化的区别", {
            "deep-learning::normalization::batch-norm",
            "deep-learning::normalization::layer-norm",
        }),
        ("数据归一化有什么用", {"machine-learning::preprocessing::normalization"}),
        ("Cross-Entropy vs. hinge loss", {
            "machine-learning::loss::cross-entropy",
            "machine-learning::loss::hinge",
        }),
        ("L2正则化为什么有效", {"machine-learning::regularization::l1-l2"}),
        ("Regularisation: why?", {"machine-learning::regularization"}),
    ],
)  # fmt: skip
def test_in_notes_on_machine_learning(question: str, expected: set[str]) -> None:
    assert tags(question, context=ML) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is a closure?", {"python::closure"}),
        ("迭代器与生成器的区别", {"python::iterator", "python::generator"}),
        ("Explain __init__", {"python::oop"}),
        ("What is the GIL?", {"python::gil"}),
    ],
)
def test_in_notes_on_python(question: str, expected: set[str]) -> None:
    assert tags(question, context=PYTHON) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What is the turns ratio of a transformer?",
        "Is the closure of an open set closed?",
        "Which tuple of notes makes a chord?",
        "这组单元组件怎么拼？",
        "Who wrote Hamlet?",
        "¿Qué es la herencia ligada al sexo?",
        "Qu'est-ce que l'héritage culturel ?",
        "Was ist ein Haltepunkt der Bahn?",
        "What is a breakpoint in pharmacology?",
        "What is classification in biology?",
        "How do you listen to music?",
        "分類とは何ですか",
        "How do acids react with metals?",
        "What is the angular momentum of an electron?",
        "Was The Metamorphosis written by Franz Kafka?",
        "What are the laws of inheritance by Mendel?",
        "What is a single nucleotide polymorphism?",
        "How long do cookies bake?",
        "What is price elasticity of demand?",
        "Where did the Trojan horse stand?",
        "How heavy is a ball python?",
        "Where do words stemming from Latin come from?",
        "What is the kernel of a nut?",
        "What is a thread in sewing?",
        "What is a class in biology?",
        "How do you go about learning to swim?",
        "What is a promise in contract law?",
        "What is a spring constant?",
        "What is the mean of grace?",
        "这棵树的叶子是什么颜色？",
        "什么是函数的极限？",
        "",
    ],
)
def test_nothing_is_better_than_a_wrong_topic(question: str) -> None:
    assert tags(question) == set()


def test_a_subject_that_the_question_names_settles_its_bare_words() -> None:
    assert tags("Python 列表和元组的区别？", context=ML) == {"python::list", "python::tuple"}


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


def test_a_story_is_about_what_its_answer_names() -> None:
    story = (
        "A company runs a web shop on several servers with a database and a load balancer. Orders "
        "come in bursts, and some are lost when a server restarts. The team wants the orders to "
        "wait until a worker takes them. What should they put between the parts?"
    )
    answer = "A message queue: Kafka keeps the orders. With a message queue nothing is lost."
    assert "network::load-balancing" not in tags(story, answer)
    asks = story.replace("What should they put between the parts?", "Which load balancer will do?")
    assert tags(asks, "The first.") == {"network::load-balancing"}


def test_code_and_options_below_a_question_are_not_its_subject() -> None:
    question = Shown("What is the output?", code="const x = new Map();\nsetTimeout(f, 0);")
    assert about(question) == {"javascript"}, "the language alone"


JS = Context(declared=("javascript",))


@pytest.mark.parametrize(
    ("code", "answer", "expected"),
    [
        ("console.log(n++, ++n)", "0 2", {"javascript::operators"}),
        ("for (const x of xs) { yield x }", "", {"javascript::iterators-generators"}),
        ("if (a === b) f.call(x)", "A comparison with triple equals.", {"javascript::equality"}),
        ("if (a === b) f.call(x)", "Nothing.", {"javascript"}),
        ("if (a == b) f()", "Nothing.", {"javascript::equality"}),
        ("f(a, b)", "Nothing.", {"javascript"}),
    ],
)
def test_a_listing_speaks_for_a_mute_question(code: str, answer: str, expected: set[str]) -> None:
    assert about(Shown("What is the output?", code=code), answer, JS) == expected


def test_a_listing_is_in_the_language_of_its_fence() -> None:
    card = CardText(Shown("What is printed?", code="print(*args, **kwargs)"), language="python")
    assert {given.topic.tag for given in topics_of(card)} == {"python::function"}
    assert topics_of(CardText(card.question, language="brainfuck")) == ()


@pytest.mark.parametrize(
    ("piece", "code", "found"),
    [
        ("class _ extends _", "class A  extends B {}", True),
        ("class _ extends _", "subclass A extends B", False),
        ("==", "a===b", False),
        ("==", "a==b", True),
        (".indexOf(", "xs .indexOf (1)", True),
        ("for (var …setTimeout(", "for (var i;;) {\n setTimeout(f)", True),
        ("for (var …setTimeout(", "for (var i;;) {" + " " * 300 + "setTimeout(f)", False),
    ],
)
def test_how_a_piece_of_code_is_matched(piece: str, code: str, found: bool) -> None:
    assert bool(re.search(snippets.expression(piece), code)) is found


def test_a_word_or_two_mean_what_the_answer_begins_with() -> None:
    security = Context(declared=("security",), shared=("network",))
    answer = "Domain Name System Security Extensions. They sign the records."
    assert tags("DNSx", answer, security) == {"network::dns"}
    assert tags("DNSx", "Something else. Domain Name System.", security) == {"security"}


def test_a_bare_subject_gives_way_to_what_the_right_option_names() -> None:
    options = (Option("A", "A tuple"), Option("B", "A dictionary"))
    question = Shown("What belongs in Python to each name a value?", options=options)
    assert about(question, "B") == {"python::dict"}


def test_words_are_quoted_as_they_are_written() -> None:
    card = CardText(Shown("Why Inductive Biases?"), headings=("Machine Learning",))
    assert [given.term for given in topics_of(card)] in (["Inductive Biases"], ["Machine Learning"])
    assert quoted("Cross-Entropy or `Ｌ1`", "cross entropy") == "Cross-Entropy"
    assert quoted("nothing", "cross entropy") == ""


def test_a_subject_alone_is_a_topic() -> None:
    assert tags("Why is Python so popular?") == {"python"}


def test_a_heading_settles_a_bare_word_and_speaks_for_a_mute_question() -> None:
    assert tags("What is a closure?", "", None, "Python") == {"python::closure"}
    assert tags("What are its drawbacks?", "", None, "ML", "Dropout") == {
        "machine-learning::regularization::dropout"
    }


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


def test_at_most_three() -> None:
    question = "Compare PCA, dropout, softmax, k-means, AdaBoost and SVM."
    assert len(tags(question)) == 3


def test_the_other_cards_of_a_file_say_what_a_bare_word_means() -> None:
    cards = ["What is dropout?", "Why batch norm?", "Transformer?"]
    context = context_of("qa.md", "", [subjects_of(Shown(question)) for question in cards])
    assert tags("Transformer?", context=context) == {"deep-learning::transformer"}
    assert context_of("notes/python/x.md", "", ()).declared == ("python",)


FILE_OF_PYTHON = Context(declared=("python",))
FILE_OF_DATABASES = Context(declared=("database",))


@pytest.mark.parametrize(
    ("question", "context", "topic"),
    [
        ("Что такое замыкание?", FILE_OF_PYTHON, "python::closure"),
        ("Как работают декораторы?", FILE_OF_PYTHON, "python::decorator"),
        ("¿Qué es un generador?", FILE_OF_PYTHON, "python::generator"),
        ("인덱스의 장단점은?", FILE_OF_DATABASES, "database::index"),
        ("トランザクションとは何ですか", FILE_OF_DATABASES, "database::transaction"),
        ("グループとは何ですか", FILE_OF_PYTHON, "python"),
        ("O que é uma chave primária?", None, "database::keys"),
        ("Qu'est-ce que l'intégration continue ?", None, "devops::ci-cd"),
        ("Was ist eine verkettete Liste?", None, "data-structures::linked-list"),
    ],
)
def test_terms_are_known_in_other_languages(
    question: str, context: Context | None, topic: str
) -> None:
    assert tags(question, "", context) == {topic}


@pytest.mark.parametrize(
    ("question", "declared", "topics"),
    [
        ("What is functional vs non-functional?", None, {"software-engineering::requirements"}),
        ("How do step into and step over differ?", "csharp", {"software-engineering::debugging"}),
        ("How do overloading and overriding differ?", None, {"oop::polymorphism"}),
        ("How do overloading and overriding differ?", "java", {"java::oop"}),
        ("What is operator overloading?", None, {"oop::polymorphism"}),
        ("What sample size does an A/B test need?", None, {"statistics::ab-testing"}),
        ("Rename a field with updateMany", "database", {"database::mongodb::documents"}),
        ("What is an inode?", "linux", {"linux::files"}),
        ("How is stderr redirected?", "linux", {"linux::streams"}),
        ("What does SIGTERM do?", "linux", {"linux::processes"}),
        ("What breakpoint do you set for a responsive screen?", None, set()),
        ("What is ISR?", "react::nextjs", {"react::nextjs::rendering"}),
        ("How do you scroll to the top?", "javascript", {"web::dom"}),
        ("O que é uma requisição HTTP?", None, {"network::http"}),
        ("什么是核外学习？", None, {"machine-learning::basics::online-batch"}),
        ("有缓冲和无缓冲的区别", "go", {"go::channel"}),
        ("所有権とは何ですか", "rust", {"rust::ownership"}),
        ("バブルソートは安定か？", None, {"algorithms::sorting"}),
        ("O que é a separação de responsabilidades?", None, {"software-engineering::quality"}),
        ("¿Qué es un módulo?", "python", {"python::modules"}),
        ("Что делает буферизированный канал?", "go", {"go::channel"}),
        ("How to listen to changes?", "python", {"python"}),
        ("When is a generic constraint needed?", "csharp", {"csharp::generics"}),
        ("How is the Terraform code of a monolithic repo split?", None, {"devops::terraform"}),
        ("NAT 是非自回归模型吗？", "nlp", {"deep-learning::sequence-generation"}),
        ("服务器如何回滚？", "linux", {"linux"}),
        ("Can AUTO_INCREMENT leave gaps?", "database", {"database::keys::auto-increment"}),
        ("Wie entwirft man einen Testfall?", None, {"testing::test-design"}),
        ("ライブラリとフレームワークの違いは？", None, {"software-engineering::frameworks"}),
        ("В чём хранить список атрибутов?", "python", {"python::introspection"}),
    ],
)
def test_a_topic_is_the_one_that_its_reader_would_look_under(
    question: str, declared: str | None, topics: set[str]
) -> None:
    context = Context(declared=(declared,)) if declared else None
    assert tags(question, "", context) == topics


def test_a_translation_is_of_a_term_that_some_topic_has() -> None:
    with pytest.raises(ValueError, match="no topic has the term 'clozure'"):
        compiled.text(files(), [b'"clozure" = ["fermeture"]'])


def test_words_of_other_scripts_and_with_accents_are_whole() -> None:
    assert words("fonction fléchée") == ["fonction", "flechee"]
    assert words("học")[0] not in words("hoc")
    assert words("замыкания") == words("замыкание") == words("замыканий")
    assert words("this를") == ["this", "를"]
    assert words("클로저를")[:3] == words("클로저")
    assert quoted("Les fonctions fléchées", "fonction fléchée") == "fonctions fléchées"


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


def test_answers_say_what_a_file_without_a_telling_name_is_about() -> None:
    answers = [answer_subjects("Kubernetes does that.")] * 5
    assert context_of("a.md", "", [()] * 5, answers).ruling == "kubernetes"
    assert context_of("a.md", "", [()] * 20, answers).ruling == ""
    assert context_of("a.md", "", [("git",)] * 5, answers).ruling == "git"


def test_a_name_within_another_subjects_term_names_nothing() -> None:
    assert tags("Why is this dangerous?", "", None, "SQL injection") == {
        "security::web::sql-injection"
    }
    assert tags("How does a git branch work?") == {"git::branching"}


def test_a_file_named_after_a_topic_is_on_it_where_cards_say_nothing_else() -> None:
    cards = [("java",)] * 4
    context = context_of("java/concurrent-hashmap.md", "", cards)
    assert tags("May keys be null?", "", context) == {"java::collections::concurrent"}
    assert tags("What is a thread pool?", "", context) == {"java::concurrency::thread-pool"}
    assert context_of("notes/interview.md", "", cards).topic == ""


def test_code_shows_its_language() -> None:
    java = "int a = 1;\nSystem.out.println(a);"
    assert snippets.language(java) == ("java",)
    assert about(Shown("What is printed?", code=java), "1") == {"java"}
    assert snippets.language("x = 1") == ()
    assert tags("What does WHERE do in UPDATE users SET a = 1 WHERE b = 2;", "It picks rows.") == {
        "database::sql"
    }


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


def test_a_language_shows_in_the_answer_s_listing_where_nothing_else_does() -> None:
    back = "<p>2</p><pre><code><span>System</span>.out.println(1);</code></pre>"
    card = CardText(Shown("What is printed?"), "2", back=back)
    assert [given.topic.tag for given in topics_of(card)] == ["java"]
    assert topics_of(card, Context(shared=("database",))) == ()


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


def test_a_term_alone_is_known_in_notes_near_to_its_subject() -> None:
    deep = Context(declared=("deep-learning",))
    assert tags("accuracy", "", deep) == {"machine-learning::metrics::accuracy"}
    assert tags("Is the accuracy of this scale good?", "", deep) == {"deep-learning"}


def test_two_things_are_two_topics_with_an_article_or_without() -> None:
    both = {"data-structures::stack", "data-structures::queue"}
    assert tags("How do a stack and a queue differ?") == both
    assert tags("Stack vs. queue?") == both
    assert tags("TCP and UDP?") == {"network::tcp", "network::udp"}


def test_a_title_may_call_two_subjects() -> None:
    assert subjects_in("04-浏览器与网络") == ("web", "network")
    assert subjects_in("Shell and networking basics") == ("linux", "network")
    assert subjects_in("Networking at conferences") == ()


def test_what_a_question_names_is_a_topic_beside_one_of_a_near_subject() -> None:
    assert tags("How is a garbage collector written in Kotlin and Java?") >= {"kotlin"}


def test_an_everyday_word_in_a_longer_question_counts_where_its_answer_speaks_of_it() -> None:
    question = "Do the same as before but have the pod deleted automatically when it is done"
    file = Context(declared=("kubernetes",))
    assert tags(question, "kubectl run busybox --restart=Never --rm", file) == {"kubernetes::pods"}
    assert tags(question, "It is removed.", file) == {"kubernetes"}
