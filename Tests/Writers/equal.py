"""Weights out of fused kernels against weights computed openly, and training that stays the same.

python3 Tests/Writers/equal.py
"""

import copy
import pathlib
import sys

import numpy as np
import torch
import transformers
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from headlight_torch import attention  # noqa: E402

torch.manual_seed(1)
transformers.logging.set_verbosity_error()
worst = 0.0


def compare(name, found, expected):
    global worst
    assert found.keys() == expected.keys(), (found.keys(), expected.keys())
    off = max(np.abs(found[site] - np.asarray(expected[site])).max() for site in expected)
    worst = max(worst, off)
    print(f"{name}: {len(found)} maps, largest difference {off:.1e}")


def pair(config, kind=transformers.AutoModel):
    fused = kind.from_config(copy.deepcopy(config), attn_implementation="sdpa").train()
    eager = kind.from_config(copy.deepcopy(config), attn_implementation="eager").eval()
    eager.load_state_dict(fused.state_dict())
    return fused, eager


ids = torch.randint(0, 99, (3, 24))
mask = torch.ones_like(ids)
mask[1, 15:] = 0

# Encoders and decoders of transformers: sdpa against eager.
small = dict(vocab_size=99, hidden_size=96, num_hidden_layers=4, num_attention_heads=6)
bert, bert_eager = pair(transformers.BertConfig(**small, intermediate_size=192))
gpt2, gpt2_eager = pair(transformers.GPT2Config(vocab_size=99, n_embd=96, n_layer=3, n_head=6))
llama, llama_eager = pair(
    transformers.LlamaConfig(**small, num_key_value_heads=2, intermediate_size=192)
)
for name, fused, eager, site in (
    ("BERT", bert, bert_eager, "encoder.layer.{}.attention.self"),
    ("GPT-2", gpt2, gpt2_eager, "h.{}.attn"),
    ("Llama, grouped queries", llama, llama_eager, "layers.{}.self"),
):
    for way, given in (("", {}), (", padded", {"attention_mask": mask})):
        with torch.no_grad():
            seen = eager(ids, **given, output_attentions=True).attentions
        expected = {
            f"probe{k}/{site.format(layer)}": w[k] for layer, w in enumerate(seen) for k in range(3)
        }
        found = attention(fused, lambda model: model(ids, **given), torch.float32)
        assert fused.training
        compare(name + way, found, expected)

# BART: three kinds of attention.
bart, bart_eager = pair(
    transformers.BartConfig(
        vocab_size=99,
        d_model=96,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=6,
        decoder_attention_heads=6,
        encoder_ffn_dim=128,
        decoder_ffn_dim=128,
    )
)
with torch.no_grad():
    seen = bart_eager(
        ids, attention_mask=mask, decoder_input_ids=ids[:, :7], output_attentions=True
    )
expected = {}
for layer in range(2):
    for k in range(3):
        expected[f"probe{k}/encoder.layers.{layer}.self"] = seen.encoder_attentions[layer][k]
        expected[f"probe{k}/decoder.layers.{layer}.self"] = seen.decoder_attentions[layer][k]
        expected[f"probe{k}/decoder.layers.{layer}.encoder_attn"] = seen.cross_attentions[layer][k]
found = attention(
    bart, lambda m: m(ids, attention_mask=mask, decoder_input_ids=ids[:, :7]), torch.float32
)
compare("BART", found, expected)


# nn.TransformerEncoder and nn.Transformer: weights computed by hand from the projections.
def by_hand(layer, x, y=None, attn=None, mask=None):
    attn = attn or layer.self_attn
    y = x if y is None else y
    width, heads = attn.embed_dim, attn.num_heads
    wq, wk, _ = attn.in_proj_weight.chunk(3)
    bq, bk, _ = attn.in_proj_bias.chunk(3)

    def split(z):
        return z.unflatten(-1, (heads, width // heads)).transpose(1, 2)

    scores = split(x @ wq.T + bq) @ split(y @ wk.T + bk).mT / (width // heads) ** 0.5
    return (scores if mask is None else scores + mask).softmax(-1)


for options in ({}, {"norm_first": True}, {"batch_first": False}):
    first = options.get("batch_first", True)
    encoder = nn.TransformerEncoder(
        nn.TransformerEncoderLayer(64, 4, 128, **{"batch_first": True, **options}),
        3,
        enable_nested_tensor=not options,
    )
    x = torch.randn(2, 11, 64)
    padding = torch.zeros(2, 11, dtype=torch.bool)
    padding[1, 8:] = True
    for way, pad in (("", None), (", padded", padding)):
        expected, h = {}, x
        add = (
            None
            if pad is None
            else torch.zeros(2, 1, 1, 11).masked_fill(pad[:, None, None], -torch.inf)
        )
        encoder.eval()
        with torch.no_grad():
            for n, layer in enumerate(encoder.layers):
                into = layer.norm1(h) if layer.norm_first else h
                w = by_hand(layer, into, mask=add)
                expected |= {f"probe{k}/layers.{n}.self": w[k] for k in range(2)}
                one = h if first else h.transpose(0, 1)
                one = layer(one, src_key_padding_mask=pad)
                h = one if first else one.transpose(0, 1)
        for training in (True, False):
            encoder.train(training)
            given = x if first else x.transpose(0, 1)
            found = attention(encoder, lambda m: m(given, src_key_padding_mask=pad), torch.float32)
            assert encoder.training == training
            compare(f"nn.TransformerEncoder {options}{way}, training={training}", found, expected)


# A layer of one's own that asks for averaged weights, and sdpa without a module around it.
class Own(nn.Module):
    def __init__(self):
        super().__init__()
        self.attend = nn.MultiheadAttention(32, 4, batch_first=True)

    def forward(self, x):
        y, _ = self.attend(x, x, x)
        return nn.functional.scaled_dot_product_attention(y, y, y[..., :8], scale=0.5)


own, x = Own(), torch.randn(1, 6, 32)
with torch.no_grad():
    found = attention(own, lambda model: model(x), torch.float32)
    w = by_hand(None, x, attn=own.attend)
print("own:", {site: w.shape for site, w in found.items()})
off = np.abs(found["probe0/attend"] - w[0].numpy()).max()
worst = max(worst, off)
print(f"nn.MultiheadAttention that averages: largest difference {off:.1e}")


# Compiled: the probe runs openly.
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.bert = copy.deepcopy(bert)

    def forward(self, ids):
        return self.bert(ids).last_hidden_state


net = Net()
plain = attention(net, lambda model: model(ids), torch.float32)
net = torch.compile(net, backend="aot_eager")
net(ids)
compare("torch.compile", attention(net, lambda model: model(ids), torch.float32), plain)


# Training is bit for bit what it was: dropout on, two optimizers, with and without pictures.
def losses(every):
    torch.manual_seed(5)
    model = transformers.BertForMaskedLM(
        transformers.BertConfig(**small, intermediate_size=192, attn_implementation="sdpa")
    ).train()
    stack = nn.TransformerEncoder(nn.TransformerEncoderLayer(96, 4, 128, batch_first=True), 2)
    stack.layers[0].eval()  # a part that is frozen stays so
    parameters = [*model.parameters(), *stack.parameters()]
    optimizer = torch.optim.AdamW(parameters, 1e-3)
    seen = []
    for step in range(60):
        if every and step % every == 0:
            attention(model, lambda model: model(ids, attention_mask=mask))
            attention(stack, lambda stack: stack(torch.randn(2, 9, 96)))
        rows = torch.randint(0, 99, (8, 24))
        loss = model(rows, labels=rows).loss
        loss = loss + stack(torch.randn(4, 12, 96)).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        seen.append(loss.item())
    assert not stack.layers[0].training and stack.layers[1].training
    return seen, [p.detach().clone() for p in parameters]


(plain, a), (watched, b) = losses(0), losses(1)
same = plain == watched and all(torch.equal(x, y) for x, y in zip(a, b))
print(f"60 losses, {len(a)} parameters, a picture at each step or none: equal to the bit: {same}")
print(f"largest difference of all: {worst:.1e}")
sys.exit(0 if same and worst < 1e-5 else 1)
