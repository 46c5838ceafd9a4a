// Calculates a workbook in HyperFormula: node hyperformula.mjs <request.json> <answer.json>
//
// The request: {sheets: {name: [[cell, …], …]}, names: {name: formula}}. A cell is null, a
// number, a truth value, a text (with an apostrophe in front) or a formula (with "=" in front).
// The answer: {sheet: [[value, …], …]}; an error is its text, such as "#N/A".

import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";

// The packages lie in the folder that the caller runs this in, not beside this file.
const require = createRequire(process.cwd() + "/package.json");
const {
  HyperFormula, FunctionPlugin, FunctionArgumentType, CellError, ErrorType, SimpleRangeValue,
} = require("hyperformula");

// Functions that HyperFormula does not know, as Excel documents them, and what `supplied.py`
// writes for ranges that INDEX gives.

class Missing extends FunctionPlugin {
  /** Full-width Latin characters and the ideographic blank, half-width. */
  asc(ast, state) {
    return this.runFunction(ast.args, state, this.metadata("ASC"), (text) =>
      text.replace(/[！-～]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
        .replace(/\u3000/g, " "));
  }

  /** LOOKUP over a row or column in ascending order: the last that is not above the key. */
  lookup(ast, state) {
    return this.runFunction(ast.args, state, this.metadata("LOOKUP"), (key, places, given) => {
      const starts = places.data.flat(), found = given.data.flat();
      // An empty cell is no number; empty are those below the column.
      const isUpTo = (start) => typeof start === "number" && start <= key;
      const last = typeof key === "number" ? starts.filter(isUpTo).length : 0;
      return last === 0 ? new CellError(ErrorType.NA) : found[last - 1];
    });
  }

  /** How many numbers lie above each bound and up to the next; of equal bounds the first has all. */
  frequency(ast, state) {
    return this.runFunction(ast.args, state, this.metadata("FREQUENCY"), (given, places) => {
      const numbers = given.data.flat().filter((one) => typeof one === "number");
      const bounds = places.data.flat().filter((one) => typeof one === "number");
      const steps = [...new Set(bounds)].sort((one, other) => one - other);
      const found = bounds.map((bound, index) => {
        if (bounds.indexOf(bound) < index) return 0;
        const below = steps[steps.indexOf(bound) - 1] ?? -Infinity;
        return numbers.filter((one) => one > below && one <= bound).length;
      });
      found.push(numbers.filter((one) => one > (steps.at(-1) ?? -Infinity)).length);
      return SimpleRangeValue.onlyValues(found.map((one) => [one]));
    });
  }

  /** Some rows of a column, counted from 1; the ends may be given the other way round. */
  slice(ast, state) {
    return this.runFunction(ast.args, state, this.metadata("SLICE"), (range, one, other) =>
      this.rows(range, Math.min(one, other), Math.max(one, other)));
  }

  /** One row of a range. */
  sliceRow(ast, state) {
    return this.runFunction(ast.args, state, this.metadata("SLICEROW"), (range, row) =>
      this.rows(range, row, row));
  }

  rows(range, first, last) {
    return first < 1 || last > range.data.length
      ? new CellError(ErrorType.REF)
      : SimpleRangeValue.onlyValues(range.data.slice(Math.trunc(first) - 1, Math.trunc(last)));
  }
}
const { STRING, SCALAR, RANGE, NUMBER } = FunctionArgumentType;
const supplied = {
  ASC: ["asc", STRING],
  LOOKUP: ["lookup", SCALAR, RANGE, RANGE],
  FREQUENCY: ["frequency", RANGE, RANGE],
  SLICE: ["slice", RANGE, NUMBER, NUMBER],
  SLICEROW: ["sliceRow", RANGE, NUMBER],
};
Missing.implementedFunctions = {};
for (const [name, [method, ...types]] of Object.entries(supplied)) {
  const parameters = types.map((argumentType) => ({ argumentType }));
  Missing.implementedFunctions[name] = { method, parameters };
}
const english = Object.fromEntries(Object.keys(supplied).map((name) => [name, name]));
HyperFormula.registerFunctionPlugin(Missing, { enGB: english });

const [, , requestPath, answerPath] = process.argv;
const request = JSON.parse(readFileSync(requestPath, "utf8"));

// As HyperFormula's own guide sets it for the way of Excel (en-US).
const options = {
  licenseKey: "gpl-v3",
  dateFormats: ["YYYY-MM-DD", "YYYY/MM/DD", "MM/DD/YYYY", "MM/DD/YY"],
  timeFormats: ["hh:mm", "hh:mm:ss.sss"],
  currencySymbol: ["$", "USD"],
  localeLang: "en-US",
  functionArgSeparator: ",",
  decimalSeparator: ".",
  thousandSeparator: "",
  arrayColumnSeparator: ",",
  arrayRowSeparator: ";",
  nullYear: 30,
  caseSensitive: false,
  accentSensitive: true,
  ignorePunctuation: false,
  useArrayArithmetic: true,
  useWildcards: true,
  useRegularExpressions: false,
  matchWholeCell: true,
  evaluateNullToZero: true,
  leapYear1900: true,
  smartRounding: true,
  // TEXT with a format that is not of dates asks the program that it is built into.
  stringifyCurrency: (value, format) =>
    format === "#,##0.00"
      ? value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })
      : undefined,
  nullDate: { year: 1899, month: 12, day: 31 },
  maxColumns: 16384,
  maxRows: 1048576,
};
const names = Object.entries(request.names).map(([name, formula]) => ({
  name, expression: "=" + formula,
}));
names.push({ name: "TRUE", expression: "=TRUE()" }, { name: "FALSE", expression: "=FALSE()" });

const engine = HyperFormula.buildFromSheets(request.sheets, options, names);
const plain = (value) =>
  value !== null && typeof value === "object" ? String(value.value) : value;
const answer = {};
for (const [sheet, rows] of Object.entries(engine.getAllSheetsValues())) {
  answer[sheet] = rows.map((row) => row.map(plain));
}
writeFileSync(answerPath, JSON.stringify(answer));
