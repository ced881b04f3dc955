"""stub"""


def mask_diagnosed() -> bool:
    """Whether values are masked."""
    return False
