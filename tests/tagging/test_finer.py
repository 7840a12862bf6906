"""Finer topics: a card is found under the thing itself, not only under the field around it."""

import pytest

from ankigen.tagging.shown import Shown
from ankigen.tagging.topics import CardText, Context, topics_of


def tags(question: Shown, answer: str, *declared: str) -> set[str]:
    return {g.topic.tag for g in topics_of(CardText(question, answer), Context(declared=declared))}


@pytest.mark.parametrize(
    ("question", "declared", "topics"),
    [
        ("When does useMemo pay?", "react", {"react::hooks::use-memo"}),
        ("Who calls useState?", "react", {"react::hooks::use-state", "react::state"}),
        ("How is prop drilling avoided?", "react", {"react::props::drilling"}),
        ("为什么要用服务端渲染？", "web", {"web::ssr"}),
        ("When do micro frontends pay?", "web", {"web::micro-frontends"}),
        ("Which middleware writes a log?", "node", {"node::express::middleware"}),
        ("v-if 和 v-show 怎么选？", "vue", {"vue::directives::v-if-v-show"}),
        ("Why is there margin collapsing?", "css", {"css::box-model::margin-collapsing"}),
        ("What does reified do?", "kotlin", {"kotlin::functions::inline", "kotlin::generics"}),
        ("Does DBSCAN beat k-means on rings?", "machine-learning", {
            "machine-learning::clustering::dbscan",
            "machine-learning::clustering::k-means",
        }),
        ("Word2vec 与 LDA 哪个更快？", "machine-learning", {
            "nlp::word-embeddings::word2vec",
            "nlp::topic-model::lda",
        }),
        ("PCA 和 LDA 选哪个？", "machine-learning", {
            "machine-learning::dimensionality-reduction::pca",
            "machine-learning::dimensionality-reduction::lda",
        }),
        ("Adam 和 SGD 谁更快？", "deep-learning", {
            "deep-learning::optimizer::adam",
            "deep-learning::optimizer::gradient-descent",
        }),
        ("离群点怎么处理？", "machine-learning", {"machine-learning::preprocessing::outliers"}),
        ("MoE 的负载均衡", "llm", {"llm::mixture-of-experts"}),
        ("BN 和 LN 选哪个？", "deep-learning", {
            "deep-learning::normalization::batch-norm",
            "deep-learning::normalization::layer-norm",
        }),
        ("XGBoost 和 LightGBM 谁快？", "machine-learning", {
            "machine-learning::ensemble::gradient-boosting::xgboost",
            "machine-learning::ensemble::gradient-boosting::lightgbm",
        }),
        ("Redux or MobX: redux vs mobx", "react", {"react::redux", "react::mobx-zustand"}),
        ("Is logistic regression supervised?", "machine-learning", {
            "machine-learning::basics::supervision",
            "machine-learning::linear-model::logistic-regression",
        }),
        ("What is a memory leak?", "android", {"android::performance::memory-leaks"}),
        ("Which lifecycle hooks does useEffect replace?", "react", {
            "react::hooks::use-effect",
            "react::lifecycle",
        }),
        ("How does a Service end its lifecycle?", "android", {"android::service"}),
        ("React 18 有哪些新特性？", "react", {"react::versions"}),
        ("MVP 和 MVVM 选哪个？", "android", {"android::architecture::patterns"}),
        ("渲染大量数据会卡吗？", "javascript", {"web::performance::long-lists"}),
        ("¿Qué es el valor p?", "statistics", {"statistics::hypothesis-testing::p-value"}),
        ("코루틴이란?", "kotlin", {"kotlin::coroutines"}),
        ("Что происходит при вводе URL?", "web", {"web::rendering"}),
        ("property 和 attribute 有何不同？", "html", {"web::dom"}),
        ("How large is a p-value?", "statistics", {"statistics::hypothesis-testing::p-value"}),
    ],
)  # fmt: skip
def test_a_card_is_under_the_thing_itself(question: str, declared: str, topics: set[str]) -> None:
    assert tags(Shown(question), "", declared) == topics


def test_a_listing_that_stores_something_is_about_storage() -> None:
    question = Shown("What is printed?", code="localStorage.setItem('n', 1)\nlog(localStorage.n)")
    assert tags(question, "1: localStorage keeps strings.", "javascript") == {"web::storage"}


@pytest.mark.parametrize(
    "question",
    [
        "What does a learning curve show?",
        "What is the normality of an acid?",
        "Who wins a majority voting?",
        "豆腐怎么切块？",
        "What is complete linkage of genes?",
        "What is the receptive field of a retinal ganglion cell?",
        "Who is a weak learner at school?",
        "What is the battery life of a phone?",
        "期待値の高い選手は誰ですか",
    ],
)
def test_everyday_words_of_the_finer_topics_say_nothing_alone(question: str) -> None:
    assert tags(Shown(question), "") == set()
