# Attention of a probe in a PyTorch model while it trains, in eval mode, from fused kernels too.
from unittest.mock import patch

import torch
from torch.utils.module_tracker import ModuleTracker

F = torch.nn.functional
FUSED, MULTI = F.scaled_dot_product_attention, F.multi_head_attention_forward


@torch.no_grad()
def attention(model, probe, dtype=torch.float16):  # → {"probe0/site": [head, query, key], …}
    def fused(query, key, value, attn_mask=None, dropout_p=0.0, *rest, **named):
        unit = torch.eye(key.size(-2)).to(key).expand(*key.shape[:-1], -1)  # weights · 1 = weights
        weights = FUSED(query, key, unit, attn_mask, 0.0, *rest, **named).to(dtype).cpu().numpy()
        site = max(now.parents - {"Global"}, key=len).partition(".")[2] or "attention"
        site = site.replace("self_attn", "self").replace("multihead_attn", "cross")
        maps.update({f"probe{k}/{site}": w for k, w in enumerate(weights)})
        return FUSED(query, key, value, attn_mask, dropout_p, *rest, **named)

    def multi(*given, **named):  # nn.MultiheadAttention calls fused() if nobody asks for weights
        return MULTI(*given, **{**named, "need_weights": False})

    maps, now, modes = {}, ModuleTracker(), {m: m.training for m in model.modules()}
    with patch.multiple(F, scaled_dot_product_attention=fused, multi_head_attention_forward=multi):
        with now, torch.overrides.BaseTorchFunctionMode(), torch.random.fork_rng():  # no fast path
            probe(getattr(model.eval(), "_orig_mod", model))  # what is compiled runs openly
    for module, training in modes.items():
        module.training = training
    return maps
