import { show, textField } from "./fields.ts";

/**
 * An address that people open, and that paths are put behind.
 * @param what What it is, with an example: "the address of Grafana, such as https://grafana.example.com".
 */
export const webAddressField = (what: string) =>
  textField(what)
    // Browsers take a third slash, or a backslash, for one of the two, and read what comes then otherwise than it looks.
    .refine((text) => text === "" || (/^https:\/\/[^\s/\\][^\s\\]*$/.test(text) && URL.canParse(text)), {
      error: ({ input }) => `${show(input)} is not ${what}`,
    })
    .refine((text) => !/[?#]|\/$/.test(text), {
      error: ({ input }) => `${show(input)} ends in a slash, or holds a query; give ${what}`,
    })
    .refine((text) => !/^https:\/\/[^/?#]*@/.test(text), {
      error: `holds a login, which everybody would see who is sent the address; give ${what}`,
    });
