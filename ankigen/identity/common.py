"""Words that say little about which question it is: they may change and it is the same one."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _groups(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(_words(group) for group in text.split("|"))


FUNCTION = frozenset(
    _words("""
    a about actually after also an and another any are as at be been being between briefly but by
    can come comes compare comparison could define describe did differ difference differences do
    does doing done during e etc example examples explain for from g get gets give given good had
    happen happens has have how i if in into is it its itself just know let list made make makes
    me mean means meant might must my name need needs of on once one only or other our over own
    please really s say says shall short should show so some state such t talk tell than that the
    their them then there these they this those to under us use used uses using versus very via
    vs want was we well were what when where whether which while who whom whose why will with
    work works would you your
    """)
)
"""English words that do not count at all."""

ASPECT = frozenset(
    _words("""
    application approach aspect avoid basic benefit benefits best call called case cases cause
    causes code common concept concepts correct correctly create deal definition different
    feature features find function functions general guarantee handle hood idea implement
    implementation implemented importance important internally issue issues key keyword kind
    kinds language main meaning mechanism method methods possible prevent principle problem
    problems procedure process program properties property purpose purposes reason reasons return
    returns right role run runs simple simply solve step steps system technique term terms thing
    things true type types typical typically usually way ways write
    """)
)
"""English words that count a little: what is asked of a subject, seldom the subject."""

FUNCTION_HAN = _words("""
    什么叫做 什么叫 什么是 是什么 为什么 有什么 做什么 干什么 什么 哪些 哪几 哪个 哪种 哪里 如何
    怎么样 怎样的 怎样 怎么办 怎么 为何 何为 何时 请问 请你 请 简述 简单 简要 详细 解释 说明 说说
    说一说 说一下 谈谈 谈一谈 聊聊 介绍 讲讲 讲一下 讲一讲 描述 阐述 列举 一下 你对 的理解 理解
    了解 你 我们 我 他们 它们 它 这个 那个 这 那 的话 是否 能否 可否 是不是 能不能 可不可以
    行不行 有没有 可以 能够 需要 应该 一个 一种 一些 多少 几种 几个 哪 谁 吗 呢 吧 啊 么 的 了 着
    地 得 是 在 有 和 与 及 以及 或者 或 而 而不是 还是 并 且 也 就 都 把 被 将 对 对于 关于 从
    到 向 由 于 以 为 因为 所以 之间 之 其 中的 里的 中 里 时候 时 会 能 要 用 做 使用 通常 一般
    常见 常用 主要 分别 各 各自 具体 存在 出现 产生 发生 进行 属于 包括 包含 这样 那么 不同 异同
    区别 差别 区分 差异 比较 相比 对比 相同 相比于 比 是指 指 令 使 让 给
""")
"""Chinese words that do not count at all in a question."""

ASPECT_HAN = _words("""
    作用 原理 特点 特性 特征是 优化 改进 过程 流程 方法 方式 办法 实现 手写 写出 思路 思想 概念
    定义 含义 意思 意义 内容 影响 问题 情况 机制 步骤 关系 原因 理由 条件 必要 用途 用法 功能
    用处 好处 场景 应用 本质 规则 原则 策略 方案 解决 处理 避免 防止 底层 结构 组成 构成 核心
    关键 基本 性质 类型 种类 分类 例子 举例 判断 选择 设计 计算 公式 工作 运行 执行 操作 建立
    完成 常规 最坏 平均 语言 函数 系统 程序 代码 模型 算法 数据
""")
"""Chinese words that count a little."""

NUMERALS = {
    **{word: str(number) for number, word in enumerate("零一二三四五六七八九十")},
    "两": "2",
    "首": "1",
    **{
        word: str(number)
        for number, words in enumerate(
            _groups("zero | one first | two second twice | three third | four fourth | five fifth")
        )
        for word in words
    },
}
"""Numbers written as words."""

OPPOSITES = _groups("""
    编 解 | 乐 悲 | 同 异 | 静 动 | 加 解 | 入 出 | 浅 深 | 公 私 | 纵 横 | 优 缺 | 好 坏 |
    利 弊 | 最大 最小 | 大 小 | 多 少 | 强 弱 | 深 浅 | 左 右 | 上 下 | 前 后 中 | 内 外 |
    正 反 逆 | 读 写 | 同步 异步 | 阻塞 非阻塞 | 乐观 悲观 | 公平 非公平 | 有 无 | 过 欠 |
    静态 动态 | 编码 解码 | 输入 输出 | 开 关 | 加密 解密 | 递归 迭代 | 增 减 | 升 降 | 长 短 |
    高 低 | 横 纵 | 水平 垂直 | 客户 服务 | 公 私 | 对称 非对称 | advantage disadvantage |
    pro con | benefit drawback | min max | minimum maximum | left right inner outer full cross |
    before after | first last | push pull pop | read write | get post put delete patch set |
    true false | mutable immutable | sync async | synchronous asynchronous | encode decode |
    public private protected | static dynamic | stack queue heap | tcp udp | http https ftp |
    client server | input output | start stop end | open close | add remove | insert delete |
    create delete drop update | upper lower | internal external | horizontal vertical |
    forward backward | shallow deep | strong weak | increase decrease | ascending descending |
    map filter reduce | var let const | null undefined nan | head tail | parent child |
    local global remote | list tuple set dict array | best worst average |
    supervised unsupervised | precision recall | train test validation | sort reverse |
    fast slow
""")
"""Words that ask for another matter when one stands in the other's place."""

ALIASES = _groups("""
    k8s kubernetes | js javascript | ts typescript | mq 消息队列 | db database 数据库 |
    os 操作系统 | threadpool threadpoolexecutor 线程池 | rest restful | pg postgres postgresql |
    golang go | cnn 卷积神经网络 | rnn 循环神经网络 | svm 支持向量机 | pca 主成分分析 |
    gc 垃圾回收 垃圾收集 | transaction 事务 | deadlock 死锁 | closure 闭包 |
    regularization 正则化 | overfitting 过拟合 | underfitting 欠拟合 | decorator 装饰器 |
    generator 生成器 | iterator 迭代器 | gd 梯度下降 | sgd 随机梯度下降 | nlp 自然语言处理 |
    cv 计算机视觉 | ml 机器学习 | dl 深度学习 | rl 强化学习 | dfs 深度优先 | bfs 广度优先 |
    ui 界面 | repo repository | thread 线程 | process 进程 | coroutine 协程 | mutex 互斥锁 |
    semaphore 信号量 | socket 套接字 | cache 缓存 | index 索引 | pointer 指针 | array 数组 |
    queue 队列 | heap 堆 | recursion 递归 | polymorphism 多态 | inheritance 继承 |
    encapsulation 封装 | interface 接口 | inode 索引节点 | container 容器 | microservice 微服务 |
    normalization 归一化 | dropout 随机失活 | attention 注意力 | embedding 嵌入 |
    transformer 变换器 | entropy 熵 | softmax 归一化指数 | sharding 分片 | replication 复制 |
    proxy 代理 | middleware 中间件 | callback 回调 | promise 期约 | regex regexp 正则表达式 |
    jwt 令牌 | orm 对象关系映射 | lstm 长短期记忆 | gan 生成对抗网络 | knn 最近邻 |
    dns 域名解析 | ide 集成开发环境 | api 应用程序接口 | eda 探索性数据分析 | tree 树 | graph 图
""")
"""Names of one thing."""

SYNONYMS = _groups("""
    drawback weakness downside disadvantage con limitation 缺点 劣势 不足 弊端 |
    advantage benefit pro strength merit 优点 优势 好处 |
    aim goal purpose role usage 作用 用途 用处 功能 用法 |
    way method approach technique strategy 方法 方式 办法 手段 方案 策略 |
    avoid prevent 避免 防止 预防 | solve handle fix deal 解决 处理 应对 |
    impact effect influence affect 影响 |
    step process procedure phase stage 流程 过程 步骤 阶段 |
    mechanism principle internals 原理 机制 机理 |
    characteristic feature property trait 特点 特性 特征 性质 |
    concept definition notion meaning 概念 定义 含义 意思 意义 |
    improve optimize enhance tune 优化 改进 提升 提高 改善 | speed accelerate faster 加快 加速 |
    detect determine check decide find 判断 检测 判定 |
    implement realize build create make write 实现 手写 写出 编写 创建 |
    delete remove erase 删除 移除 | start begin launch 开始 启动 |
    stop end terminate finish 停止 结束 终止 | reason cause why 原因 理由 |
    scenario case situation usecase 场景 情况 情形 时机 |
    structure layout composition 结构 组成 构成 部分 | quick fast rapid | expensive costly slow |
    important significant crucial essential | choose select pick 选择 选取 |
    convert transform turn | big large | kind type category 类型 种类 分类 |
    execute run invoke 执行 运行 | parameter argument 参数 | calculate compute 计算 求 |
    author writer wrote | formula equation 公式 方程式 | highest top | mean stand |
    error mistake fault 错误 | relation relationship 关系 联系
""")
"""Words of one meaning in a question."""
