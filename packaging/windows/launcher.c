/* The two programs that people start; both only start the Python of the release.
 *
 * claimcheck.exe (console): hands its arguments to `python -m claimcheck`, waits, and ends with
 * the same status. claimcheck核查.exe (WINDOWED): the icon. Without arguments it starts without
 * a console; files dropped on it get a console of their own, which start.py keeps open.
 * Arguments are passed on exactly as they came, so that quotes, & and ' need no second thought.
 */
#include <windows.h>
#include <wchar.h>

#ifdef WINDOWED
#define PYTHON_FOLDER L"program\\python\\"
#else
#define PYTHON_FOLDER L"..\\python\\"
#endif

static WCHAR folder[32768], python[32768], line[65536];

/* What follows the program's own name on the command line. */
static const WCHAR *arguments(void) {
  const WCHAR *rest = GetCommandLineW();
  BOOL quoted = FALSE;
  while (*rest && (quoted || (*rest != L' ' && *rest != L'\t'))) {
    if (*rest == L'"') quoted = !quoted;
    rest++;
  }
  while (*rest == L' ' || *rest == L'\t') rest++;
  return rest;
}

static int fail(const WCHAR *message) {
#ifdef WINDOWED
  MessageBoxW(NULL, message, L"claimcheck", MB_OK | MB_ICONERROR);
#else
  HANDLE error = GetStdHandle(STD_ERROR_HANDLE);
  DWORD written;
  if (!WriteConsoleW(error, message, (DWORD)wcslen(message), &written, NULL)) {
    char bytes[1024];
    int length = WideCharToMultiByte(CP_UTF8, 0, message, -1, bytes, sizeof bytes, NULL, NULL);
    if (length > 1) WriteFile(error, bytes, (DWORD)length - 1, &written, NULL);
  }
#endif
  return 2;
}

#ifndef WINDOWED
/* Ctrl+C reaches Python, too; it decides what to do, and this program waits for it. */
static BOOL WINAPI wait_for_python(DWORD event) {
  return event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT;
}
#endif

static int run(void) {
  STARTUPINFOW start;
  PROCESS_INFORMATION process;
  DWORD flags = 0, status = 2;
  const WCHAR *rest = arguments();
  WCHAR *end;
  DWORD length = GetModuleFileNameW(NULL, folder, 32768);

  if (length == 0 || length >= 32768 || !(end = wcsrchr(folder, L'\\')))
    return fail(L"claimcheck 找不到自己所在的文件夹。\r\n");
  end[1] = 0;
  if (wcslen(folder) + 64 > 32768 || 2 * wcslen(folder) + wcslen(rest) + 128 > 32767)
    return fail(L"一次给出的文件太多，请改为给出它们所在的文件夹。\r\n");

#ifdef WINDOWED
  swprintf(python, 32768, L"%ls%ls%ls", folder, PYTHON_FOLDER, *rest ? L"python.exe" : L"pythonw.exe");
  swprintf(line, 65536, L"\"%ls\" \"%lsprogram\\start.py\" %ls", python, folder, rest);
  if (*rest) flags = CREATE_NEW_CONSOLE;
#else
  swprintf(python, 32768, L"%ls%lspython.exe", folder, PYTHON_FOLDER);
  swprintf(line, 65536, L"\"%ls\" -m claimcheck %ls", python, rest);
  SetConsoleCtrlHandler(wait_for_python, TRUE);
#endif

  ZeroMemory(&start, sizeof start);
  start.cb = sizeof start;
#ifndef WINDOWED
  start.dwFlags = STARTF_USESTDHANDLES;
  start.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
  start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
  start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
#endif
  if (!CreateProcessW(python, line, NULL, NULL, TRUE, flags, NULL, NULL, &start, &process))
    return fail(L"claimcheck 的文件不完整，请重新安装。\r\n");
  CloseHandle(process.hThread);
#ifdef WINDOWED
  status = 0;
#else
  WaitForSingleObject(process.hProcess, INFINITE);
  GetExitCodeProcess(process.hProcess, &status);
#endif
  CloseHandle(process.hProcess);
  return (int)status;
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, PWSTR text, int show) {
  (void)self, (void)before, (void)text, (void)show;
  return run();
}
#else
int wmain(void) { return run(); }
#endif
