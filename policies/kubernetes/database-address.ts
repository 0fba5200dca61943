/** A database, by where it is and what it is called; which way and as whom it is reached makes no difference. */
export interface DatabaseAddress {
  /** In lower case. */
  readonly host: string;
  readonly database: string;
  /** Of the cluster's own Services: the namespace that it is in. Undefined for a host with a name of the internet. */
  readonly namespace: string | undefined;
}

const address = /\bpostgres(?:ql)?(?:\+\w+)?:\/\/(?:[^@\s"'/]*@)?([^\s"'/:?#,]+)[^\s"'/?#]*\/([^\s"'?#]+)/gi;
const templateAction = /\{\{.*?\}\}/g;
/** Stands for what only an operator can fill in. */
const filledIn = "\u0000";

/** What listens there is in the same pod, and so another one for each pod. */
const loopback = /^(?:localhost|127(?:\.\d+){3})$/i;

/**
 * The databases that a text names by their addresses. Those with a host or a name that is yet to be filled in are left out, and
 * so are those inside a pod.
 */
export function databasesIn(text: string, ownNamespace: string): readonly DatabaseAddress[] {
  return [...text.replaceAll(templateAction, filledIn).matchAll(address)]
    .filter(([, host, database]) => !`${host ?? ""}${database ?? ""}`.includes(filledIn))
    .filter(([, host = ""]) => !loopback.test(host))
    .map(([, written = "", database = ""]) => {
      const host = written
        .toLowerCase()
        .replace(/\.$/, "")
        .replace(/\.svc(?:\.cluster\.local)?$/, "");
      const [service = "", namespace = ownNamespace, ...more] = host.split(".");
      return more.length > 0
        ? { host, database, namespace: undefined }
        : { host: `${service}.${namespace}`, database, namespace };
    });
}
