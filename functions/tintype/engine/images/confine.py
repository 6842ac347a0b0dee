"""Gives up, in a process that decodes what strangers sent, everything that decoding does not need. Linux.

What holds, from the outside in: limits of memory, processor time, files and processes (setrlimit); another user, where
the process is root; no tracing of it or by it (prctl); and of all system calls only those that compute and talk over
what is open already (seccomp, a filter in classic BPF, see seccomp(2)). A kernel that refuses one of these is left
with the others.
"""

from __future__ import annotations

import os
import platform
import resource
from contextlib import suppress

import ctypes  # isort: skip

_NOBODY = 65_534
_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38
_FILTER = 2  # SECCOMP_MODE_FILTER
_ALLOW, _REFUSE, _KILL = 0x7FFF_0000, 0x0005_0000 | 1, 0x8000_0000  # SECCOMP_RET_…; refused with EPERM
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4  # offsets in struct seccomp_data

# The calls that are left, by architecture: AUDIT_ARCH_… and the calls' numbers there. Reading, writing and closing what
# is open; memory; time; the process's own signals and end.
_CALLS = {
    "x86_64": (0xC000_003E, {
        "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11,
        "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "writev": 20, "sched_yield": 24,
        "mremap": 25, "madvise": 28, "nanosleep": 35, "setitimer": 38, "getpid": 39, "sendto": 44, "recvfrom": 45,
        "sendmsg": 46, "recvmsg": 47, "exit": 60, "getrusage": 98, "sigaltstack": 131, "gettid": 186, "futex": 202,
        "sched_getaffinity": 204, "restart_syscall": 219, "clock_gettime": 228, "exit_group": 231, "getrandom": 318,
        "membarrier": 324, "rseq": 334,
    }),
    "aarch64": (0xC000_00B7, {
        "read": 63, "write": 64, "close": 57, "fstat": 80, "ppoll": 73, "lseek": 62, "mmap": 222, "mprotect": 226,
        "munmap": 215, "brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "writev": 66,
        "sched_yield": 124, "mremap": 216, "madvise": 233, "nanosleep": 101, "setitimer": 103, "getpid": 172,
        "sendto": 206, "recvfrom": 207, "sendmsg": 211, "recvmsg": 212, "exit": 93, "getrusage": 165,
        "sigaltstack": 132, "gettid": 178, "futex": 98, "sched_getaffinity": 123, "restart_syscall": 128,
        "clock_gettime": 113, "exit_group": 94, "getrandom": 278, "membarrier": 283, "rseq": 293,
    }),
}  # fmt: skip


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def confine(memory: int) -> bool:
    """Give everything up; `memory` is how many bytes of address space may come to what the process has now.

    Whether the filter of system calls is in force, which not every kernel takes.
    """
    _limit(memory)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    known = _CALLS.get(platform.machine())
    return known is not None and _filter(libc, *known)


def stay_closed() -> None:
    """Let no other process of the same user look into this one, by /proc or ptrace; root may look anywhere."""
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _limit(memory: int) -> None:
    pages = int(open("/proc/self/statm").read().split()[0])  # noqa: PTH123, SIM115  pathlib is not imported here
    whole = pages * resource.getpagesize() + memory
    limits = {
        resource.RLIMIT_AS: whole,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 0,  # what is open stays open; nothing else can be opened, no socket either
        resource.RLIMIT_NPROC: 0,
    }
    for which, most in limits.items():
        with suppress(OSError, ValueError):
            resource.setrlimit(which, (most, most))


def _filter(libc: ctypes.CDLL, architecture: int, calls: dict[str, int]) -> bool:
    numbers = sorted(calls.values())
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        # The jump leads past the tests that are left and the refusal.
        *((_JUMP_IF_EQUAL, len(numbers) - index, 0, number) for index, number in enumerate(numbers)),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    instructions = (_Instruction * len(program))(*(_Instruction(*each) for each in program))
    whole = _Program(len(program), ctypes.cast(instructions, ctypes.POINTER(_Instruction)))
    return int(libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(whole), 0, 0)) == 0
