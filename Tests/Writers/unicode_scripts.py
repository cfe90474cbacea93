"""Writes Sources/Tokenizers/Unicode/ScriptRanges.swift.

The scripts are read off the UnicodeScripts of Hugging Face's tokenizers (pip install
tokenizers==0.23.3): two scalars are of one script when it leaves them together.

    python Tests/Writers/unicode_scripts.py Sources/Tokenizers/Unicode
"""

import sys

from tokenizers import pre_tokenizers

split = pre_tokenizers.UnicodeScripts().pre_tokenize_str
together = lambda a, b: len(split(chr(a) + chr(b))) == 1
LATIN, CYRILLIC = 0x61, 0x430
isany = lambda v: together(LATIN, v) and together(CYRILLIC, v)

classes = [LATIN]  # a representative of each script, in order of appearance
ranges = []  # [first, count, script]
last = None
for value in range(0x110000):
    if 0xD800 <= value < 0xE000:
        continue
    if last is not None and ranges and value == ranges[-1][0] + ranges[-1][1]:
        if together(ranges[-1][0], value) and not isany(value):
            ranges[-1][1] += 1
            continue
    if isany(value):
        continue
    for script, one in enumerate(classes):
        if together(one, value):
            break
    else:
        script = len(classes)
        classes.append(value)
    ranges.append([value, 1, script])
    last = value

lines, line = [], ""
for first, count, script in ranges:
    entry = f"{first:x}+{count:x}:{script:x}"
    if len(line) + len(entry) + 1 > 93:
        lines.append(line.rstrip())
        line = ""
    line += entry + " "
lines.append(line.rstrip())
with open(sys.argv[1] + "/ScriptRanges.swift", "w") as file:
    file.write("extension Scripts {\n")
    file.write("  /// Runs of scalars of one script.\n  ///\n")
    file.write("  /// `first+count:script` in hexadecimal; a scalar in no run is of any script. Written by\n")
    file.write("  /// Tests/Writers/unicode_scripts.py.\n")
    file.write('  static let ranges: StaticString = """\n')
    file.write(" \\\n".join("    " + line for line in lines))
    file.write('\n    """\n}\n')
print(len(ranges), "runs,", len(classes), "scripts,", len(lines), "lines")
