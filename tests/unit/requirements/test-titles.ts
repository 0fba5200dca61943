import ts from "typescript";

/** A test as its file has it. */
export interface TestTitle {
  /** As it is written: a template with its placeholders. */
  readonly title: string;
  /** What keeps it from being run, or from having to pass. */
  readonly leftOut: string | undefined;
}

/** A table of tests by title, which a loop over it runs (`tests/unit/network-edge/rows/`). */
const TABLE_TYPE = "Rows";

/** The modifiers and options by which a test is there and proves nothing. */
const leavingOut = ["skip", "todo", "only", "fails"];

/** The titles of all tests of a file. What runs by a condition only (`skipIf`, `runIf`) counts as run. */
export function testTitles(source: string): readonly TestTitle[] {
  const file = ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true);
  const titles: TestTitle[] = [];
  const visit = (node: ts.Node, leftOut: string | undefined): void => {
    if (ts.isVariableDeclaration(node) && node.type?.getText() === TABLE_TYPE && node.initializer)
      titles.push(...keysOf(node.initializer).map((title) => ({ title, leftOut })));
    const registered = ts.isCallExpression(node) ? registration(node) : undefined;
    const reason = leftOut ?? registered?.leftOut;
    if (registered?.kind === "test") titles.push({ title: registered.title, leftOut: reason });
    ts.forEachChild(node, (child) => {
      visit(child, reason);
    });
  };
  visit(file, undefined);
  // One that is alone keeps all others from being run.
  const hasOnly = titles.some(({ leftOut }) => leftOut === "only");
  return hasOnly ? titles.map(({ title, leftOut }) => ({ title, leftOut: leftOut ?? "only" })) : titles;
}

/**
 * Makes sure that one test says this, in its title or in a part of it, and that it is run.
 * @throws Error when there is none or more than one, or when it is left out.
 */
export function requireTest(source: string, said: string): void {
  const found = testTitles(source).filter(({ title }) => title.includes(said));
  const [only, ...others] = found;
  if (only === undefined) throw new Error(`no test says "${said}"`);
  if (others.length > 0) throw new Error(`${found.length} tests say "${said}"; say more of the title`);
  if (only.leftOut !== undefined)
    throw new Error(`the test "${only.title}" is left out by "${only.leftOut}"; it proves nothing`);
}

interface Registration {
  readonly kind: "suite" | "test";
  readonly title: string;
  readonly leftOut: string | undefined;
}

/** What `test("…", …)`, `describe.skip("…", …)` or `it.each([…])("…", …)` registers. */
function registration({ expression, arguments: given }: ts.CallExpression): Registration | undefined {
  const [root, ...modifiers] = calledNames(expression);
  const kind = root === "describe" ? "suite" : root === "test" || root === "it" ? "test" : undefined;
  const [name, ...rest] = given;
  const title = name && titleIn(name);
  if (kind === undefined || title === undefined) return undefined;
  const options = rest.flatMap((argument) => switchedOn(argument));
  const hasBody = rest.some((argument) => !ts.isObjectLiteralExpression(argument));
  const leftOut = [...modifiers, ...options, ...(hasBody ? [] : ["todo"])].find((word) =>
    leavingOut.includes(word),
  );
  return { kind, title, leftOut };
}

/** The names of what is called, from the outermost object on: `test.skip.each([…])` is `test`, `skip` and `each`. */
function calledNames(called: ts.Expression): readonly string[] {
  if (ts.isIdentifier(called)) return [called.text];
  if (ts.isPropertyAccessExpression(called)) return [...calledNames(called.expression), called.name.text];
  if (ts.isCallExpression(called)) return calledNames(called.expression);
  return ts.isTaggedTemplateExpression(called) ? calledNames(called.tag) : [called.getText()];
}

/** The text of a title; a template's placeholders stay as they are. */
function titleIn(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.getText().slice(1, -1) : undefined;
}

/** The options of a test, `{ skip: true }`, that are not `false`. */
const switchedOn = (argument: ts.Expression): readonly string[] =>
  ts.isObjectLiteralExpression(argument)
    ? argument.properties.flatMap((property) =>
        ts.isPropertyAssignment(property) && property.initializer.kind !== ts.SyntaxKind.FalseKeyword
          ? [property.name.getText()]
          : [],
      )
    : [];

const keysOf = (table: ts.Expression): readonly string[] =>
  ts.isObjectLiteralExpression(table)
    ? table.properties.flatMap(({ name }) => (name && ts.isStringLiteral(name) ? [name.text] : []))
    : [];
