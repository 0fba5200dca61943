import { describe, expect, test } from "vitest";
import { podTemplate } from "../../../components/workloads/pod.ts";
import { siteCommand, siteFiles, siteFolders } from "../../../components/workloads/site-server.ts";
import { writableFolders } from "../../../components/workloads/writable-folders.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { scratch } from "../../../model/size.ts";
import { atlasUx } from "../../../systems/atlas-ux.ts";
import { realSystem } from "../../support/declarations.ts";
import { api, pages, shop } from "../model/declared-shop.ts";

const site = atlasUx.services["frontend"];
const pod = () => {
  if (site === undefined) throw new Error("Atlas UX has no front end");
  return podTemplate({
    stack: "production",
    environment: realSystem("production", "atlas-ux"),
    name: "frontend",
    service: site,
    image: "registry.example.com/image:1",
    configMap: undefined,
    priorityClass: "critical",
    files: [siteFiles("frontend-site-config-12345678")],
    labels: {},
    selector: {},
  }).spec;
};

describe("the pod of a static site", () => {
  test("reads its configuration from a folder of its own, without a subPath and without a right to write", () => {
    const { volumes, containers } = pod();
    expect(volumes).toContainEqual({ name: "site", configMap: { name: "frontend-site-config-12345678" } });
    expect(containers[0]?.volumeMounts).toContainEqual({
      name: "site",
      mountPath: siteFolders.files,
      readOnly: true,
    });
  });

  test("starts nginx in the foreground with that configuration (IMG-14)", () => {
    expect(pod().containers[0]?.command).toEqual(siteCommand);
    expect(siteCommand.join(" ")).toBe("nginx -e stderr -c /etc/nginx/conf.d/nginx.conf -g daemon off;");
  });

  test("has no variables: a page could not read them, and secrets are none of its business", () => {
    const [container] = pod().containers;
    expect(container?.env).toEqual([]);
    expect(container).not.toHaveProperty("envFrom");
  });
});

describe("what a web server writes to", () => {
  test("is there without being declared", () => {
    expect(writableFolders(shop, pages).map(({ path }) => path)).toEqual([siteFolders.scratch]);
    expect(writableFolders(shop, { ...api, processes: 1 })).toEqual(api.scratch);
  });

  test("is as large as the declaration says, where it says so", () => {
    const own = scratch(siteFolders.scratch, mebibytes(128));
    expect(writableFolders(shop, { ...pages, scratch: [own] })).toEqual([own]);
  });
});
