/* bcryptprimitives.dll for the trial only: Wine 8 lacks the one function that Rust asks for. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID target, ULONG size);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE target, SIZE_T size) {
  return SystemFunction036(target, (ULONG)size);
}
