import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { atlasUx } from "../../systems/atlas-ux.ts";
import { copyTree, folder, foundation, link, text } from "../e2e/app/image/entries.ts";
import { type ContainerImage, containerImage, layer } from "../e2e/app/image/image.ts";
import { ImageLayout } from "../e2e/app/image/layout.ts";
import { applicationImage } from "../e2e/app/image/played-images.ts";
import { tar } from "../e2e/app/image/tar.ts";
import { whyUnfit } from "../e2e/app/images.ts";

let place = "";
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "slipway-images-"));
});
afterEach(() => {
  rmSync(place, { recursive: true, force: true });
});

const digestOf = ({ manifest }: ContainerImage): string => manifest.digest;

describe("an archive", () => {
  const entries = [
    folder("etc"),
    text("etc/greeting", "hello\n", 0o600),
    link("etc/salute", "greeting"),
    folder("data", 0o700, 999),
    text(`${"deep/".repeat(25)}file`, "found"),
  ];

  test("holds what it was given, as tar reads it", () => {
    const file = join(place, "archive.tar");
    writeFileSync(file, tar(entries));
    const listed = execFileSync("tar", ["-tf", file], { encoding: "utf8" });
    expect(listed.split("\n")).toEqual([
      ...["data/", `${"deep/".repeat(25)}file`, "etc/", "etc/greeting", "etc/salute", ""],
    ]);
    expect(execFileSync("tar", ["-xOf", file, "etc/greeting"], { encoding: "utf8" })).toBe("hello\n");
  });

  test("holds rights and owners, and the time that no machine has", () => {
    const header = tar([folder("data", 0o700, 999)]).toString("latin1");
    expect(header.slice(0, 148).split(/\0+/)).toEqual([
      ...["data/", "0000700", "0001747", "0001747", "00000000000", "00000000000", ""],
    ]);
  });

  test("is the same in whatever order the entries come", () => {
    expect(tar([...entries].reverse()).equals(tar(entries))).toBe(true);
  });

  test("refuses a path that its format can't hold", () => {
    expect(() => tar([text("x".repeat(101), "")])).toThrow("is too long for an archive");
  });
});

describe("an image", () => {
  const program = layer([text("usr/local/bin/stand-in", "program", 0o755)]);

  test("is the same for the same input, and another one for another version", () => {
    const made = (version: "v1" | "v2"): string =>
      digestOf(applicationImage(program, atlasUx, "backend", version));
    expect(made("v1")).toBe(made("v1"));
    expect(made("v2")).not.toBe(made("v1"));
  });

  test("depends neither on times nor on the rights that a umask leaves", () => {
    const imageOf = (name: string, mode: number, seconds: number): string => {
      const source = join(place, name);
      mkdirSync(source);
      writeFileSync(join(source, "program"), "text");
      chmodSync(join(source, "program"), mode);
      utimesSync(join(source, "program"), seconds, seconds);
      const config = { User: "1:1", Env: [], WorkingDir: "/" };
      return digestOf(containerImage([layer(copyTree("app", source))], config, "amd64"));
    };
    const first = imageOf("first", 0o755, 1_000);
    expect(imageOf("second", 0o700, 2_000)).toBe(first);
    expect(imageOf("third", 0o644, 1_000)).not.toBe(first);
  });

  // Written down, so that a change of the format does not go unseen: every release of the suite would change with it.
  test("has the digest that it always had", () => {
    const config = { User: "1:1", Env: ["PATH=/bin"], WorkingDir: "/" };
    const accounts = foundation([{ uid: 1, gid: 1, name: "app", home: "/app" }]);
    expect(digestOf(containerImage([layer(accounts)], config, "amd64"))).toBe(
      "sha256:12968f215a64c7d6e2c01ec1a47ec44d5c1d5167c85fdc4a3fc0798e169f636c",
    );
  });

  test("is found again in a layout, and what two of them share is kept once", async () => {
    const layout = await ImageLayout.create(place);
    for (const version of ["v1", "v2"] as const)
      await layout.add("shop/web", version, applicationImage(program, atlasUx, "backend", version));
    const [first, second] = new ImageLayout(place).images();
    expect([first?.version, second?.version]).toEqual(["v1", "v2"]);
    const manifests = await Promise.all([first, second].map((kept) => layout.read(kept?.digest ?? "")));
    const layers = manifests.map(
      (content) => (JSON.parse(content.toString()) as { layers: { digest: string }[] }).layers,
    );
    expect(layers[0]?.slice(0, 2)).toEqual(layers[1]?.slice(0, 2));
    expect(layers[0]?.[2]).not.toEqual(layers[1]?.[2]);
  });
});

describe("a machine for images", () => {
  const release = (id: string, name: string, codename: string): string =>
    `PRETTY_NAME="${name}"\nVERSION_CODENAME=${codename}\nID=${id}\nID_LIKE="debian"\n`;
  const bookworm = release("debian", "Debian 12", "bookworm");

  test("has the processor and the Debian that they are made of", () => {
    expect(whyUnfit("x64", bookworm)).toBeUndefined();
    expect(whyUnfit("x64", 'ID="debian"\nVERSION_CODENAME="bookworm"')).toBeUndefined();
  });

  test.each([
    ["arm64", bookworm, "arm64"],
    ["x64", release("debian", "Debian 13", "trixie"), "Debian 13"],
    ["x64", release("other", "Other 12", "bookworm"), "Other 12"],
    ["x64", "", "another system"],
  ])("is told in a line what it lacks: %s, %j", (arch, system, name) => {
    expect(whyUnfit(arch, system)).toMatch(new RegExp(`^the images are made of .*, and this is ${name}$`));
  });
});
