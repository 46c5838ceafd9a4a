Option Explicit
Option Private Module

Private registered As Boolean

' claimcheck {version}
Public Const CLAIMCHECK_VERSION As String = "{version}"

' A text of UTF-16 codes, four hexadecimal digits each: the code page does not matter.
Public Function CcText(ByVal codes As String) As String
    Dim place As Long
    Dim found As String
    For place = 1 To Len(codes) Step 4
        found = found & ChrW(CLng("&H" & Mid$(codes, place, 4)))
    Next place
    CcText = found
End Function

Public Function CcIsTemplate(ByVal book As Workbook) As Boolean
    Dim mark As Name
    On Error Resume Next
    Set mark = book.Names("{mark}")
    CcIsTemplate = Not mark Is Nothing
End Function

' Every workbook that is open already.
Public Sub CcRefreshAll()
    Dim book As Workbook
    For Each book In Application.Workbooks
        If CcIsTemplate(book) Then CcRefresh book
    Next book
End Sub

' Enter every formula with one of our functions again, and calculate.
Public Sub CcRefresh(ByVal book As Workbook)
    Dim sheet As Worksheet
    Dim saved As Boolean
    Dim events As Boolean
    Dim calculating As Long
    saved = book.Saved
    events = Application.EnableEvents
    calculating = Application.Calculation
    On Error GoTo restore
    Application.ScreenUpdating = False
    Application.EnableEvents = False
    Application.Calculation = xlCalculationManual
    For Each sheet In book.Worksheets
        CcRefreshSheet sheet
    Next sheet
restore:
    On Error Resume Next
    Application.Calculation = calculating
    Application.EnableEvents = events
    Application.ScreenUpdating = True
    If calculating = xlCalculationManual Then Application.Calculate
    book.Saved = saved
End Sub

Private Sub CcRefreshSheet(ByVal sheet As Worksheet)
    Dim options As Variant
    Dim locked As Boolean
    locked = sheet.ProtectContents
    If locked Then
        options = CcProtection(sheet)
        On Error Resume Next
        sheet.Unprotect ""
        On Error GoTo 0
        ' Protected with a password of the office's own: leave it as it is.
        If sheet.ProtectContents Then Exit Sub
    End If
    ' Whatever happens, protect again.
    On Error Resume Next
    CcEnterAll sheet.UsedRange
    If locked Then CcProtect sheet, options
End Sub

' The formulas are read all at once: asking cell by cell takes a thousand times as long.
Private Sub CcEnterAll(ByVal area As Range)
    Dim formulas As Variant
    Dim down As Long
    Dim across As Long
    formulas = area.Resize(area.Rows.Count + 1).Formula
    For down = 1 To area.Rows.Count
        For across = 1 To area.Columns.Count
            If Left$(formulas(down, across), 1) = "=" Then
                If InStr(1, formulas(down, across), "CC_", vbTextCompare) > 0 Then
                    CcEnter area.Cells(down, across)
                End If
            End If
        Next across
    Next down
End Sub

Private Sub CcEnter(ByVal cell As Object)
    Dim block As Range
    On Error Resume Next
    If cell.HasArray Then
        Set block = cell.CurrentArray
        If block.Cells(1, 1).Address <> cell.Address Then Exit Sub
        Err.Clear
        block.FormulaArray = CcWithoutPath(block.Cells(1, 1).Formula)
        ' FormulaArray takes no more than 255 characters.
        If Err.Number <> 0 Then block.Replace "CC_", "CC_", xlPart
        Exit Sub
    End If
    Err.Clear
    cell.Formula2 = CcWithoutPath(cell.Formula2)
    ' Excel 2019 and earlier do not have Formula2.
    If Err.Number <> 0 Then cell.Formula = CcWithoutPath(cell.Formula)
End Sub

' 'C:\...\{addin}'!CC_AMOUNT becomes CC_AMOUNT, {addin}!CC_AMOUNT too.
Private Function CcWithoutPath(ByVal entered As String) As String
    Dim last As Long
    Dim first As Long
    Dim found As String
    found = entered
    Do
        last = InStr(1, found, "{addin}'!CC_", vbTextCompare)
        If last = 0 Then Exit Do
        first = InStrRev(found, "'", last)
        If first = 0 Then Exit Do
        found = Left$(found, first - 1) & Mid$(found, last + Len("{addin}'!"))
    Loop
    CcWithoutPath = Replace(found, "{addin}!CC_", "CC_", 1, -1, vbTextCompare)
End Function

Private Function CcProtection(ByVal sheet As Worksheet) As Variant
    With sheet.Protection
        CcProtection = Array(sheet.ProtectDrawingObjects, sheet.ProtectScenarios, _
            .AllowFormattingCells, .AllowFormattingColumns, .AllowFormattingRows, _
            .AllowInsertingColumns, .AllowInsertingRows, .AllowInsertingHyperlinks, _
            .AllowDeletingColumns, .AllowDeletingRows, .AllowSorting, .AllowFiltering, _
            .AllowUsingPivotTables, sheet.EnableSelection)
    End With
End Function

Private Sub CcProtect(ByVal sheet As Worksheet, ByVal options As Variant)
    sheet.Protect "", options(0), True, options(1), False, options(2), options(3), _
        options(4), options(5), options(6), options(7), options(8), options(9), _
        options(10), options(11), options(12)
    sheet.EnableSelection = options(13)
End Sub

' Chinese help in the function wizard. It is only help: a failure stops nothing. Excel may
' refuse it as long as no workbook is open, so it is tried again later.
Public Sub CcRegister()
    If registered Then Exit Sub
    ' {registrations}
End Sub
' {descriptions}
