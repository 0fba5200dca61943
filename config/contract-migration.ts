import type { ImageReference } from "../model/image-reference.ts";
import type { Problem } from "../model/problem.ts";
import type { System } from "../model/system.ts";
import type { Contract, SystemEnvironment } from "./environment.ts";
import { releaseField, textField } from "./fields.ts";
import { strictObject } from "./strict-object.ts";

/** The key by which a stack's file says that a release takes something away from the database (DB-10). */
export const contractField = ({ migration }: Pick<System, "migration">) =>
  migration
    ? {
        contract: strictObject("a contract migration", {
          release: releaseField,
          reason: textField("what the migration takes away, for who wants to go back past it"),
        }).optional(),
      }
    : {};

/**
 * What is wrong with such a mark: it is about one release, and past that one it would say of another what nobody meant. The
 * database remembers it once it is released.
 */
export function contractProblems(
  path: string,
  { system, images, contract }: SystemEnvironment & { readonly contract?: Contract },
): Problem[] {
  const image = system.migration?.image;
  if (contract === undefined || image === undefined) return [];
  const released = images.get(image);
  if (released !== undefined && isRelease(contract, released)) return [];
  const now = released?.digest?.text ?? released?.toString() ?? "nothing";
  return [
    {
      path: `${path}.contract.release`,
      message: `"${contract.release}" is not what is released of ${image}, which is "${now}"; take the mark out, as the database remembers it, or name what is released`,
    },
  ];
}

const isRelease = ({ release }: Contract, released: ImageReference): boolean =>
  release === released.toString() || release === released.digest?.text;
