"""Where the parts of a picture lie, in pixels, on a screen of a given width: for tests, without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from rsqm_tool.publish.pictures.lettering import width

WIDTHS = (272, 1264)  # pixels that a picture has on screens of 320 and of 1280 without margins


class Box(NamedTuple):
    """A rectangle on the screen."""

    left: float
    right: float
    top: float
    bottom: float
    what: str

    def over(self, other: Box) -> bool:
        """Whether they cover each other by more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.5 and down > 0.5


class Sheet:
    """One SVG of a picture on a screen on which it is so many pixels wide."""

    def __init__(self, svg: Element, screen: int) -> None:
        self.svg = svg
        self.wide = screen if svg.get("width") == "100%" else int(svg.get("width", ""))
        self.high = int(svg.get("height", ""))
        for group in svg.iter("g"):  # letters inherit where they are anchored
            for e in group.findall("text"):
                e.set("text-anchor", e.get("text-anchor") or group.get("text-anchor") or "start")

    def px(self, value: str) -> float:
        return float(value[:-1]) * self.wide / 100 if value.endswith("%") else float(value)

    def letters(self, element: Element) -> Box:
        """The room of a line of letters: three quarters of its size above its line, a quarter below."""
        x, y = self.px(element.get("x", "")), float(element.get("y", ""))
        size, value = int(element.get("font-size", "14")), element.text or ""
        long = width(value, size)
        if turned := element.get("transform"):
            assert re.fullmatch(rf"rotate\(-90 {x:g} {y:g}\)", turned)
            return Box(x - 0.75 * size, x + 0.25 * size, y - long, y, value)
        left = x - long * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
        return Box(left, left + long, y - 0.75 * size, y + 0.25 * size, value)

    def labels(self) -> list[Box]:
        return [self.letters(e) for e in self.svg.iter("text")]

    def shapes(self) -> Iterator[Box]:
        """Bars, dots and the boxes of a matrix."""
        for e in self.svg.iter("rect"):
            x, y = self.px(e.get("x", "")), float(e.get("y", ""))
            yield Box(x, x + self.px(e.get("width", "")), y, y + float(e.get("height", "")), "rect")
        for e in self.svg.iter("circle"):
            x, y, r = self.px(e.get("cx", "")), float(e.get("cy", "")), float(e.get("r", ""))
            yield Box(x - r, x + r, y - r, y + r, "circle")
        for e in self.svg.iter("path"):
            for x, y in re.findall(r"M(\d+) (\d+)h24v24h-24z", e.get("d", "")):
                yield Box(float(x), float(x) + 24, float(y), float(y) + 24, "cell")

    def lines(self) -> Iterator[list[tuple[float, float]]]:
        """Points along each straight line."""
        for e in self.svg.iter("line"):
            x1, x2 = self.px(e.get("x1", "")), self.px(e.get("x2", ""))
            y1, y2 = float(e.get("y1", "")), float(e.get("y2", ""))
            yield [(x1 + (x2 - x1) * n / 40, y1 + (y2 - y1) * n / 40) for n in range(41)]


def parsed(picture: str) -> Element:
    """The picture as XML; an exception where it is none, or holds what XML must not."""
    root = fromstring(picture)
    assert isinstance(root, Element)
    return root


def sheets(picture: str, screen: int) -> list[Sheet]:
    return [Sheet(svg, screen) for svg in parsed(picture).iter("svg")]


def faults(picture: str) -> list[str]:
    """Everything about a picture that a reader on some screen would stumble over."""
    root = parsed(picture)
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    found = [f"id {id} twice" for id in set(ids) if ids.count(id) > 1]
    for screen in WIDTHS:
        for sheet in sheets(picture, screen):
            found += [f"at {screen} pixels: {fault}" for fault in _faults(sheet)]
    return found


def _faults(sheet: Sheet) -> Iterator[str]:
    labels = sheet.labels()
    for box in [*labels, *sheet.shapes()]:
        # the box around a picture leaves 8 pixels at either side
        if box.left < -8 or box.right > sheet.wide + 8 or box.top < -1 or box.bottom > sheet.high + 1:
            yield f"{box} is outside of {sheet.wide} by {sheet.high}"
    yield from (f"{a} is over {b}" for a, b in combinations(labels, 2) if a.over(b))
    for points in sheet.lines():
        yield from (f"a line through {b}" for b in labels if any(_holds(b, x, y) for x, y in points))
    for e in sheet.svg.iter():
        places = [e.get(name) or "" for name in ("x", "x1", "x2", "cx", "width")]
        yield from (f"{e.tag} at {p}" for p in places if p.endswith("%") and not 0 <= float(p[:-1]) <= 100)
        if e.tag == "text":
            assert int(e.get("font-size", "14")) >= 12


def _holds(box: Box, x: float, y: float) -> bool:
    return box.left + 0.5 < x < box.right - 0.5 and box.top + 0.5 < y < box.bottom - 0.5
