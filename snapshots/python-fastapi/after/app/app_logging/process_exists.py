"""Whether there is a process, where /proc does not tell."""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import ctypes

    _QUERY_LIMITED_INFORMATION = 0x1000
    _INVALID_PARAMETER = 87
    _STILL_ACTIVE = 259

    def process_exists(pid: int) -> bool:
        """Whether a process has this pid. Signal 0 would be Ctrl+C here."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(_QUERY_LIMITED_INFORMATION, False, pid)
        if not handle:
            return ctypes.get_last_error() != _INVALID_PARAMETER
        try:
            code = ctypes.c_ulong()
            known = kernel.GetExitCodeProcess(
                ctypes.c_void_p(handle), ctypes.byref(code)
            )
            return not known or code.value == _STILL_ACTIVE
        finally:
            kernel.CloseHandle(ctypes.c_void_p(handle))

else:

    def process_exists(pid: int) -> bool:
        """Whether a process has this pid."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except OSError:
            pass  # another user's
        return True
