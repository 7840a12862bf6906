"""Notes for tests, in the blockquote-and-details form."""

import base64

GOOD = """\
> 1、什么是闭包？
<details>
  <summary>答案</summary>
  函数和它的词法环境。
</details>

> 2. What is a tuple? #python
<details><summary>Answer</summary>

An *immutable* list:

![a picture](img/tuple.png)
</details>
"""

DIRTY = (
    GOOD
    + """
> 3. What is a thunk?
<details><summary>Answer</summary></details>

> 4. What is missing?
<details><summary>Answer</summary>See <img src="img/curve.png"></details>
"""
)

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
