"""Where several processes train one PyTorch model (torchrun): rank 0 writes, all of them stop."""

from torch import distributed


def log(run, step, weights, **more):
    """Called on every rank at the same steps: rank 0 has a Run, the others have None."""
    reason = [run and run.log(step, weights, **more)]
    if distributed.is_available() and distributed.is_initialized():
        distributed.broadcast_object_list(reason)  # a rank that went on alone would wait for ever
    return reason[0]
