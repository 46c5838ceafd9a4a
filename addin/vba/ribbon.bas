Option Explicit

' The button on the ribbon.
Public Sub CcRibbonRefresh(control As Object)
    If ActiveWorkbook Is Nothing Then Exit Sub
    CcRefresh ActiveWorkbook
    ActiveWorkbook.Activate
    Application.CalculateFull
End Sub
