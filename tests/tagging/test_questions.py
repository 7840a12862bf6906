"""Questions get what they are about and nothing else."""

import pytest

from ankigen.tagging.topics import Context
from tests.tagging.asked import ML, PYTHON, tags


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


def test_a_subject_alone_is_a_topic() -> None:
    assert tags("Why is Python so popular?") == {"python"}


def test_at_most_three() -> None:
    question = "Compare PCA, dropout, softmax, k-means, AdaBoost and SVM."
    assert len(tags(question)) == 3


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
        (
            "How do overloading and overriding differ?",
            None,
            {"oop::polymorphism::overloading-overriding"},
        ),
        ("How do overloading and overriding differ?", "java", {"java::oop"}),
        ("What is operator overloading?", None, {"oop::polymorphism::overloading-overriding"}),
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
        (
            "O que é a separação de responsabilidades?",
            None,
            {"software-engineering::quality::principles"},
        ),
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


def test_a_name_within_another_subjects_term_names_nothing() -> None:
    assert tags("Why is this dangerous?", "", None, "SQL injection") == {
        "security::web::sql-injection"
    }
    assert tags("How does a git branch work?") == {"git::branching"}


def test_two_things_are_two_topics_with_an_article_or_without() -> None:
    both = {"data-structures::stack", "data-structures::queue"}
    assert tags("How do a stack and a queue differ?") == both
    assert tags("Stack vs. queue?") == both
    assert tags("TCP and UDP?") == {"network::tcp", "network::udp"}


def test_what_a_question_names_is_a_topic_beside_one_of_a_near_subject() -> None:
    assert tags("How is a garbage collector written in Kotlin and Java?") >= {"kotlin"}
