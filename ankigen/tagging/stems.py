"""Words that say nothing of what a question or a title is about."""

from ankigen.tagging.words import words

_NOISE_WORDS = """
a an and answer answers the of for in on to top most asked common frequently basic basics advanced
fundamental fundamentals introduction intro interview interviews question questions q qa faq quiz
note notes cheatsheet guide tutorial practice exam exams part chapter prep handbook language
programming developer engineer topic topics core general coding theory essential
flash card cards flashcards regular beginner intermediate senior junior concept concepts ,
面 试 题 问 答 案 总 结 基 础 高 频 笔 记 知 识 点 常 见 八 股 文 篇 相 关 及 与 进 阶 大 全
生 态
"""
_NOISE = frozenset(words(_NOISE_WORDS))
_MUTE_WORDS = """
what which who how why when where will would does do did is are was be been being can could should
has have had the a an this that these those it its s of in on to for from by with and or if then
following below above next code snippet program script example line lines statement statements
expression output outputs result results value values print prints printed log logs logged console
return returns returned happen happens evaluate evaluates produce produces show shows get given
give gives true false correct wrong right valid invalid error errors issue problem bug fix explain
describe answer why not you we your there here one ones option options used use run runs running
executed execute look looking command commands drawback drawbacks advantage advantages benefit
benefits disadvantage disadvantages about them they so called mean means difference differences
between work works feature features key main pros cons benefits popular favorite behind scenes ,
что такое как почему зачем какие какой какая чем отличается отличаются между разница для чего нужен
нужна нужны нужно работает работают в это такой из
qué cuál cuáles son el los las un una del para sirve sirven cómo funciona funcionan diferencia
diferencias entre por oque o qual quais é são os um uma do da dos das que funciona diferença serve
qu est ce c quel quelle quelles sont le les l de des une la différence comment pourquoi à quoi sert
fonctionne cos è cosa che il lo
was ist sind ein eine einen einer der die den dem unterschied zwischen wie warum wozu funktioniert
versteht man unter
nedir ne nasıl neden çalışır arasındaki fark là gì khác nhau nào apa itu
以 下 上 面 这 段 个 些 代 码 程 序 的 输 出 结 果 是 什 么 哪 为 会 打 印 执 行 运
后 请 问 说 明 解 释 如 何 怎 样 有 它 优 缺 点 作 用 写 答 案 题 请 问 吗 呢 多 少
和 与 跟 对 比 区 别 好 处 特 点 优 势 原 理
と は と が を に 何 で す か の 違 い ど う な ぜ こ れ て く だ さ い 明 説
란 이 가 은 는 을 를 과 와 의 무 엇 인 요 입 니 까 차 점 설 명 해 주 세 대
"""
_MUTE = frozenset((*words(_MUTE_WORDS), "thế", "giữa"))  # whose letters ask for slower patterns


def mute(question: list[str]) -> bool:
    """Whether a question's words say nothing of its matter (`What is the output?`)."""
    return all(word in _MUTE or word.isdigit() for word in question)


def without_mute(question: list[str]) -> list[str]:
    """A question's words that say something of its matter."""
    return [word for word in question if word not in _MUTE and not word.isdigit()]


def without_noise(title: list[str]) -> list[str]:
    """A title's words without those that any title has, and without numbers."""
    return [word for word in title if word not in _NOISE and not word.isdigit()]
