"""Writes Sources/Tokenizers/Unicode/Decompositions{Canonical,Compatibility}.swift.

The mappings are read off Hugging Face's tokenizers (pip install tokenizers==0.23.3), one scalar at
a time, so that text is normalised by the same version of Unicode as there.

    python Tests/Writers/unicode_decompositions.py Sources/Tokenizers/Unicode
"""

import sys

from tokenizers import normalizers

nfd, nfkd = normalizers.NFD().normalize_str, normalizers.NFKD().normalize_str
nfc = normalizers.NFC().normalize_str
SCALARS = [v for v in range(0x110000) if not 0xD800 <= v < 0xE000 and not 0xAC00 <= v < 0xD7A4]


def runs(mapping):
    """Entries `[-]first[+count]:mapped,mapped`; in a run both sides count up together."""
    entries = []
    for value, mapped in sorted(mapping.items()):
        if entries:
            first, count, start = entries[-1]
            if len(mapped) == 1 and value == first + count and mapped == [start[0] + count]:
                entries[-1][1] += 1
                continue
        entries.append([value, 1, mapped])
    return [
        ("-" if len(start) > 1 and nfc(chr(first)) != chr(first) else "")
        + f"{first:x}" + (f"+{count:x}" if count > 1 else "") + ":" + ",".join(f"{m:x}" for m in start)
        for first, count, start in entries
    ]


def write(folder, name, what, mapping):
    lines, line = [], ""
    for entry in runs(mapping):
        if len(line) + len(entry) + 1 > 97:
            lines.append(line)
            line = ""
        line += entry + " "
    lines.append(line)
    with open(f"{folder}/Decompositions{name}.swift", "w") as file:
        file.write(f"extension Decompositions {{\n  /// {what}\n  ///\n")
        file.write("  /// An entry is `[-]first[+count]:mapped,mapped` in hexadecimal; in a run of `count` scalars the\n")
        file.write("  /// mapped one counts up too; with `-` it is never composed. Written by\n")
        file.write("  /// Tests/Writers/unicode_decompositions.py.\n")
        file.write(f"  static let {name.lower()}: StaticString = \"\"\"\n")
        file.write(" \\\n".join("    " + line.rstrip() for line in lines))
        file.write("\n    \"\"\"\n}\n")
    print(name, len(mapping), "scalars,", sum(map(len, lines)), "bytes,", len(lines), "lines")


canonical = {v: [ord(c) for c in nfd(chr(v))] for v in SCALARS if nfd(chr(v)) != chr(v)}
compatibility = {
    v: [ord(c) for c in nfkd(chr(v))]
    for v in SCALARS
    if nfkd(chr(v)) != nfd(chr(v))
}
write(sys.argv[1], "Canonical", "Full canonical decompositions but those of Hangul.", canonical)
write(sys.argv[1], "Compatibility", "Full compatibility decompositions where they differ.", compatibility)
