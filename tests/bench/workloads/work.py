"""work: an ordinary Python program: classes, dictionaries, text, JSON."""

import collections
import heapq
import json
import re


class Node:
    def __init__(self, number):
        self.number = number
        self.edges = []

    def connect(self, other, cost):
        self.edges.append((other, cost))


def make_graph(size):
    nodes = [Node(i) for i in range(size)]
    state = 1
    for node in nodes:
        for _ in range(5):
            state = (state * 1103515245 + 12345) & 0x7fffffff
            node.connect(nodes[state % size], state % 97 + 1)
    return nodes


def shortest(nodes):
    """Costs from node 0 (Dijkstra)."""
    best = {0: 0}
    queue = [(0, 0)]
    while queue:
        cost, number = heapq.heappop(queue)
        if cost > best[number]:
            continue
        for other, step in nodes[number].edges:
            total = cost + step
            if total < best.get(other.number, 1 << 30):
                best[other.number] = total
                heapq.heappush(queue, (total, other.number))
    return sorted(best.items())


def words(text):
    counts = collections.Counter(
        word.lower() for word in re.findall(r"[a-z]+(?:'[a-z]+)?", text))
    return counts.most_common(20)


def floats(steps):
    x, y, total = 0.1, 0.2, 0.0
    for _ in range(steps):
        x, y = 3.7 * x * (1 - x), 3.6 * y * (1 - y)
        total += x - y
    return round(total, 3)


def main():
    with open("text", encoding="ascii") as file:
        text = file.read(400000)
    report = {
        "paths": shortest(make_graph(6000)),
        "words": words(text),
        "floats": floats(300000),
        "lines": sorted(text.split("\n"), key=lambda s: (len(s), s))[-5:],
    }
    again = json.loads(json.dumps(report, indent=1))
    print(json.dumps(again, sort_keys=True))


if __name__ == "__main__":
    main()
