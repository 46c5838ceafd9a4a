; The setup of claimcheck: for one user, without an administrator.
; `packaging/build` gives VERSION, VERSION_NUMBERS, SIZE (KB), OUTPUT, ICON and LISTS, the folder
; with install-files.nsh and remove-files.nsh, which name every file of the release.
; Switches: /S silent, /D=FOLDER (last, without quotes) another folder.
; Exit status when silent: 0 done, 2 not done (in use, or a foreign folder).

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
RequestExecutionLevel user
ManifestSupportedOS Win10
ManifestDPIAware true

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "WinVer.nsh"

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\claimcheck"
; Stands in the folder of the program only: what is not ours is never removed.
!define MARK "program\claimcheck-release.txt"

Name "claimcheck 就业补贴申报核查"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\claimcheck"
InstallDirRegKey HKCU "Software\claimcheck" "InstallDir"
BrandingText "claimcheck ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION_NUMBERS}"
VIAddVersionKey /LANG=2052 "ProductName" "claimcheck"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "claimcheck 就业补贴申报核查 安装程序"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "将为当前用户安装 claimcheck ${VERSION}，不需要管理员权限，不需要联网。$\r$\n$\r$\n已装有旧版的，直接安装即可升级：台账、密钥和设置都会保留。$\r$\n$\r$\n如果 Excel 正打开着申报模板，请先关闭。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\claimcheck核查.exe"
!define MUI_FINISHPAGE_RUN_TEXT "打开开始页"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "将卸载 claimcheck。台账、密钥和设置不会删除，您的申报材料也不会改动。"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!macro StopWith text
  MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

; A program that runs cannot be opened for writing.
!macro StopIfInUse
  ${For} $1 1 2
    ${If} $1 = 1
      StrCpy $0 "$INSTDIR\program\python\python.exe"
    ${Else}
      StrCpy $0 "$INSTDIR\program\python\pythonw.exe"
    ${EndIf}
    ${If} ${FileExists} $0
      ClearErrors
      FileOpen $2 $0 a
      ${If} ${Errors}
        !insertmacro StopWith "claimcheck 正在使用（核查窗口、审核页面，或打开着申报模板的 Excel），请关闭后再试。"
      ${EndIf}
      FileClose $2
    ${EndIf}
  ${Next}
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
    !insertmacro StopWith "claimcheck 需要 64 位的 Windows 10 或 Windows 11。"
  ${EndIf}
FunctionEnd

Section "claimcheck"
  SetShellVarContext current
  !insertmacro StopIfInUse
  ${If} ${FileExists} "$INSTDIR\program\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\${MARK}"
    !insertmacro StopWith "文件夹“$INSTDIR”中有别的程序，请换一个文件夹。"
  ${EndIf}
  ; An older version removes its own files, so that none of them outlives the upgrade.
  ${If} ${FileExists} "$INSTDIR\${MARK}"
  ${AndIf} ${FileExists} "$INSTDIR\uninstall.exe"
    ExecWait '"$INSTDIR\uninstall.exe" /S /UPGRADE _?=$INSTDIR' $0
    ${If} $0 <> 0
      !insertmacro StopWith "旧版没有卸载完，请重新启动电脑后再安装。"
    ${EndIf}
  ${EndIf}

  DetailPrint "正在复制文件……"
  ClearErrors
  !include "${LISTS}/install-files.nsh"
  ${If} ${Errors}
    !insertmacro StopWith "有文件无法写入“$INSTDIR”。请检查磁盘空间，关闭 claimcheck 后再试。"
  ${EndIf}
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  DetailPrint "正在做首次启动的准备……"
  nsExec::Exec '"$INSTDIR\program\python\python.exe" "$INSTDIR\program\installing.py" add'
  Pop $0
  ${If} $0 != "0"
    !insertmacro StopWith "安装没有完成：程序在本机无法启动（$0）。请确认是 64 位 Windows 10 或 11，杀毒软件没有拦截后再试。"
  ${EndIf}

  CreateDirectory "$SMPROGRAMS\claimcheck"
  CreateShortcut "$SMPROGRAMS\claimcheck\claimcheck 核查.lnk" "$INSTDIR\claimcheck核查.exe"
  CreateShortcut "$SMPROGRAMS\claimcheck\使用说明.lnk" "$INSTDIR\说明\README.html"
  CreateShortcut "$SMPROGRAMS\claimcheck\申报模板.lnk" "$INSTDIR\模板"
  CreateShortcut "$SMPROGRAMS\claimcheck\样例.lnk" "$INSTDIR\样例"
  CreateShortcut "$SMPROGRAMS\claimcheck\卸载 claimcheck.lnk" "$INSTDIR\uninstall.exe"
  CreateShortcut "$DESKTOP\claimcheck 核查.lnk" "$INSTDIR\claimcheck核查.exe"
  CreateShortcut "$SENDTO\claimcheck 核查.lnk" "$INSTDIR\claimcheck核查.exe"

  WriteRegStr HKCU "Software\claimcheck" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "claimcheck 就业补贴申报核查"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "claimcheck"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\claimcheck核查.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  ${IfNot} ${FileExists} "$INSTDIR\${MARK}"
    !insertmacro StopWith "在“$INSTDIR”中找不到 claimcheck。"
  ${EndIf}
  !insertmacro StopIfInUse
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/UPGRADE" $R1
  ${If} ${Errors}
    nsExec::Exec '"$INSTDIR\program\python\python.exe" "$INSTDIR\program\installing.py" remove'
    Pop $0
    Delete "$SMPROGRAMS\claimcheck\*.lnk"
    RMDir "$SMPROGRAMS\claimcheck"
    Delete "$DESKTOP\claimcheck 核查.lnk"
    Delete "$SENDTO\claimcheck 核查.lnk"
    DeleteRegKey HKCU "${UNINSTALL_KEY}"
    DeleteRegKey HKCU "Software\claimcheck"
  ${EndIf}

  ; Only what was installed: a form that somebody saved beside the templates stays.
  !include "${LISTS}/remove-files.nsh"
  RMDir /r "$INSTDIR\program"
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
SectionEnd
