"""Who with whom, so that the sum of the weights is largest: a sparse assignment.

Shortest augmenting paths with potentials (Jonker and Volgenant, 1987), over the edges there are.
"""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush


def assign(edges: Sequence[Mapping[int, float]]) -> dict[int, int]:
    """The best right node for each left one that gets any.

    `edges[i]` holds the weights, above 0, of the right nodes that left node i may have. Equal edges
    in equal order give equal pairs.
    """
    top = max((weight for row in edges for weight in row.values()), default=0.0)
    nobody = 1 + max((right for row in edges for right in row), default=-1)
    costs = [
        {**{right: top - weight for right, weight in row.items()}, nobody + left: top}
        for left, row in enumerate(edges)
    ]
    owner: dict[int, int] = {}
    right_of: dict[int, int] = {}
    price: dict[int, float] = {}
    worth: dict[int, float] = {}
    for start in range(len(costs)):
        _augment(start, costs, owner, right_of, price, worth)
    return {left: right for left, right in sorted(right_of.items()) if right < nobody}


def _augment(
    start: int,
    costs: Sequence[Mapping[int, float]],
    owner: dict[int, int],
    right_of: dict[int, int],
    price: dict[int, float],
    worth: dict[int, float],
) -> None:
    """Give `start` a right node, moving others where that is cheaper."""
    distance: dict[int, float] = {}
    came_from: dict[int, int] = {}
    done: set[int] = set()
    queue: list[tuple[float, int]] = []
    left, reached = start, 0.0
    worth[start] = min(cost - price.get(right, 0.0) for right, cost in costs[start].items())
    while True:
        for right, cost in costs[left].items():
            if right in done:
                continue
            length = reached + cost - worth[left] - price.get(right, 0.0)
            if length < distance.get(right, float("inf")) - 1e-12:
                distance[right], came_from[right] = length, left
                heappush(queue, (length, right))
        while True:
            reached, right = heappop(queue)
            if right not in done and reached <= distance[right]:
                break
        done.add(right)
        if right not in owner:
            break
        left = owner[right]
    for seen in done:
        if seen in owner:
            worth[owner[seen]] += reached - distance[seen]
        price[seen] = price.get(seen, 0.0) - (reached - distance[seen])
    worth[start] += reached
    while True:  # turn the path over
        left = came_from[right]
        owner[right] = left
        right, right_of[left] = right_of.get(left, -1), right
        if left == start:
            return
