"""用秩和计算 AUC，并与逐对比较的定义互相验证。"""

from collections.abc import Sequence


def average_ranks(scores: Sequence[float]) -> list[float]:
    """升序的名次，从 1 开始；同分的取平均名次。"""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks = [0.0] * len(scores)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and scores[order[end]] == scores[order[start]]:
            end += 1
        for i in order[start:end]:
            ranks[i] = (start + 1 + end) / 2
        start = end
    return ranks


def auc(labels: Sequence[int], scores: Sequence[float]) -> float:
    """ROC 曲线下的面积，O(n log n)；标签为 0 或 1。"""
    positives = sum(labels)
    negatives = len(labels) - positives
    if not positives or not negatives:
        raise ValueError("AUC 需要至少一个正例和一个负例")
    ranks = average_ranks(scores)
    rank_sum = sum(rank for rank, label in zip(ranks, labels, strict=True) if label)
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


def auc_pairs(labels: Sequence[int], scores: Sequence[float]) -> float:
    """按定义逐对比较，O(P * N)；平分算半次。"""
    pos = [s for s, label in zip(scores, labels, strict=True) if label]
    neg = [s for s, label in zip(scores, labels, strict=True) if not label]
    wins = sum((p > n) + 0.5 * (p == n) for p in pos for n in neg)
    return wins / (len(pos) * len(neg))


if __name__ == "__main__":
    y = [1, 0, 1, 1, 0, 0, 1, 0]
    s = [0.9, 0.8, 0.8, 0.7, 0.4, 0.3, 0.3, 0.1]
    assert auc(y, s) == auc_pairs(y, s)
    print(auc(y, s))  # 0.75
