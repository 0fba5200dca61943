import { describe, expect, test } from "vitest";
import { childrenOf, NoXml, readXml, textOf } from "../../../tools/buckets/xml-element.ts";

describe("a document of S3's", () => {
  test("is read as elements and texts, whatever its namespace and layout", () => {
    const read = readXml(
      '<?xml version="1.0"?>\n<!-- made -->\n<s3:Rules xmlns:s3="http://x/" >\n <Rule><ID>a &amp; b&#x21;&#33; &unknown;</ID><Filter/></Rule>\n <Rule/>\n</s3:Rules>\n',
    );
    expect(read.name).toBe("Rules");
    const [first, second] = childrenOf(read, "Rule");
    expect(first && textOf(first, "ID")).toBe("a & b!! &unknown;");
    expect(first?.children.map(({ name }) => name)).toEqual(["ID", "Filter"]);
    expect(second && textOf(second, "ID")).toBeUndefined();
  });

  test.each([
    "",
    "plain text",
    "<a>",
    "<a></b>",
    "</a>",
    "<a/><b/>",
    "<a><b></a></b>",
    "<!DOCTYPE html><html></html>",
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "<html><br><p></html>",
  ])("is not %j", (text) => {
    expect(() => readXml(text)).toThrow(NoXml);
  });
});
