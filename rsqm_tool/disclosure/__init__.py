"""Small numbers: makes monitoring figures fit to be shown, and proves that no hidden number can be worked out. Pure.

`publication.protect_all` does it for everything that one audience is shown at one time. It puts categories together
(`collapse`, `periods`), hides what is below the threshold and rounds the rest (`protect`, `counts`, by the rule in
`numbers`); finds out which sums of several figures are the same number (`same`); and has all of it audited, with
everything published before (`series`). Where a number is in danger, its table becomes coarser or is left out.

The audit takes nothing from what hides: it starts from what readers see (`knowledge`), cuts it into the smallest pieces
that any table tells apart (`atoms`), and looks for examples that fit (`system`, `examples`).
"""
