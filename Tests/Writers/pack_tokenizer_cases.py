"""Packs the cases of tokenizers for Tests/TokenizersTests/Cases.

    python Tests/Writers/pack_tokenizer_cases.py FROM TO

FROM holds a folder a tokenizer: tokenizer.json, and cases.json or tokenize.json as the tokenizers
library wrote them. TO gets NAME.tokenizer.json and NAME.cases.json: texts, ids, offsets one after
another, tokens only where they are not what the id stands for, and decoded text.
"""

import json
import pathlib
import sys

source, target = map(pathlib.Path, sys.argv[1:])


def names(tokenizer):
    vocabulary = tokenizer["model"]["vocab"]
    if isinstance(vocabulary, list):
        by_id = {i: token for i, (token, _) in enumerate(vocabulary)}
    else:
        by_id = {i: token for token, i in vocabulary.items()}
    by_id.update({a["id"]: a["content"] for a in tokenizer["added_tokens"]})
    return by_id


def pack(case, by_id):
    packed = {"text": case["text"]}
    if "pair" in case:
        packed |= {"pair": case["pair"], "types": case["type_ids"]}
    packed |= {"ids": case["ids"], "offsets": [o for pair in case["offsets"] for o in pair]}
    odd = {str(i): t for i, (d, t) in enumerate(zip(case["ids"], case["tokens"])) if by_id[d] != t}
    if odd:
        packed["tokens"] = odd
    if "decoded" in case:
        packed["decoded"] = case["decoded"]
    return packed


for folder in sorted(source.iterdir()):
    file = folder / "tokenizer.json"
    if not file.exists():
        continue
    tokenizer = json.loads(file.read_text())
    cases = json.loads(next(p for n in ("cases", "tokenize") if (p := folder / f"{n}.json").exists()).read_text())
    extra = {}
    if isinstance(cases, dict):
        if "as_is_truncated_padded" in cases:
            extra["as_is"] = [{"text": c["text"], "ids": c["ids"]} for c in cases["as_is_truncated_padded"]]
        cases = cases["cases"] + cases.get("pairs", [])
    by_id = names(tokenizer)
    packed = {"cases": [pack(case, by_id) for case in cases]} | extra
    dump = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (target / f"{folder.name}.tokenizer.json").write_text(dump(tokenizer))
    (target / f"{folder.name}.cases.json").write_text(dump(packed))
