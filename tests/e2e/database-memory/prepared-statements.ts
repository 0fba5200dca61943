/** A table's columns but for its key. */
const columns = "word, number, at, owner, kind, state, title, body, amount, shown, changed";

/** They and what they hold, as a table is created with them. */
export const columnDefinitions =
  "word text, number int, at timestamptz default now(), owner uuid, kind text, state text, title text, body jsonb, amount numeric, shown boolean, changed timestamptz";

interface Statement {
  readonly parameters: readonly string[];
  readonly text: (table: string, other: string) => string;
}

/** What an application's library asks of a table. */
const asked: readonly Statement[] = [
  { parameters: ["bigint"], text: (table) => `select id, ${columns} from ${table} where id = $1 limit 1` },
  {
    parameters: ["text", "int"],
    text: (table) => `insert into ${table} (word, number) values ($1, $2) returning id, ${columns}`,
  },
  {
    parameters: ["text", "bigint"],
    text: (table) => `update ${table} set word = $1, changed = now() where id = $2 returning id, ${columns}`,
  },
  {
    parameters: ["text", "int"],
    text: (table, other) =>
      `select a.id, a.title, b.word, b.number from ${table} a left join ${other} b on b.word = a.word where a.word = $1 and b.number > $2 order by a.at desc limit 20`,
  },
];

/** Statements of SQL by which a session prepares so many, each of them by some of the tables, and keeps a plan for each. */
export const preparations = (count: number, tables: readonly string[]): readonly string[] => [
  "set plan_cache_mode = force_generic_plan",
  ...Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const turn = Math.floor(index / asked.length);
    const [table = "", other = ""] = [turn, turn + 1].map((each) => tables[each % tables.length]);
    const { parameters, text } = asked[index % asked.length] ?? { parameters: [], text: () => "" };
    return [
      `prepare statement_${index} (${parameters.join(", ")}) as ${text(table, other)}`,
      `explain execute statement_${index} (${parameters.map(() => "null").join(", ")})`,
    ];
  }),
];
