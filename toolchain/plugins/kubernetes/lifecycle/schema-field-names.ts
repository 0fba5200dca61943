import { isObject, type Properties, type PropertyValue } from "../../protocol/property-value.ts";

/** The fields of a CustomResourceDefinition's schema whose names the SDKs spell with underscores. */
const dashed = [
  "x-kubernetes-embedded-resource",
  "x-kubernetes-int-or-string",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-list-type",
  "x-kubernetes-map-type",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-validations",
];
const toApi = new Map(dashed.map((name) => [name.replaceAll("-", "_"), name]));
const toSdk = new Map(dashed.map((name) => [name, name.replaceAll("-", "_")]));

/** Inputs as the API server spells them, without what is null. */
export function inApiSpelling(inputs: Properties): Properties {
  return renamed(inputs, toApi);
}

export function inSdkSpelling(object: Properties): Properties {
  return renamed(object, toSdk);
}

function renamed(properties: Properties, names: ReadonlyMap<string, string>): Properties {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [names.get(key) ?? key, renamedValue(value, names)]),
  );
}

function renamedValue(value: PropertyValue, names: ReadonlyMap<string, string>): PropertyValue {
  if (Array.isArray(value)) return value.map((element) => renamedValue(element, names));
  return isObject(value) ? renamed(value, names) : value;
}
