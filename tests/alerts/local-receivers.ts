import type {
  AlertmanagerFile,
  FileReceiver,
  FileRoute,
} from "../../components/observability/alert-routing/alertmanager-file.ts";

type Integration = Readonly<Record<string, unknown>>;

/** Keys that hold where a message goes, by the file that is read for it. What is no address has a key that nobody checks. */
const toAddress: Readonly<Record<string, (address: string) => Integration>> = {
  url_file: (url) => ({ url }),
  api_url_file: (address) => ({ api_url: address }),
  routing_key_file: (url) => ({ routing_key: "0".repeat(32), url }),
  api_key_file: (address) => ({ api_key: "0", api_url: `${address}/` }),
};

/**
 * The configuration with every receiver at an address of this machine, `<url>/<name of the receiver>`. There is no mail server here, so
 * what would be a mail is posted; and Debian's Alertmanager can't read an address from a file.
 */
export const withLocalReceivers = (file: AlertmanagerFile, url: string): AlertmanagerFile => ({
  ...file,
  receivers: file.receivers.map(({ name, ...lists }): FileReceiver => {
    const address = `${url}/${encodeURIComponent(name)}`;
    return {
      name,
      ...Object.fromEntries(
        Object.entries(lists).map(([list, integrations]) =>
          list === "email_configs"
            ? ["webhook_configs", [{ url: address }]]
            : [list, (integrations as readonly Integration[]).map((each) => atAddress(each, address))],
        ),
      ),
    };
  }),
});

const atAddress = (integration: Integration, address: string): Integration =>
  Object.fromEntries(
    Object.entries(integration).flatMap(([key, value]) =>
      Object.entries(toAddress[key]?.(address) ?? (key === "api_url" ? {} : { [key]: value })),
    ),
  );

/** The configuration with every time in it a hundredth of what it is, and none below what Alertmanager can tell apart. */
export const hurried = (file: AlertmanagerFile): AlertmanagerFile => ({
  ...file,
  route: hurriedRoute(file.route),
});

const hurriedRoute = ({
  group_wait,
  group_interval,
  repeat_interval,
  routes,
  ...route
}: FileRoute): FileRoute => ({
  ...route,
  ...(group_wait === undefined ? {} : { group_wait: hundredth(group_wait) }),
  ...(group_interval === undefined ? {} : { group_interval: hundredth(group_interval) }),
  ...(repeat_interval === undefined ? {} : { repeat_interval: hundredth(repeat_interval) }),
  ...(routes ? { routes: routes.map(hurriedRoute) } : {}),
});

const milliseconds = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function hundredth(span: string): string {
  const [, amount = "", unit = ""] = /^(\d+)([smhd])$/.exec(span) ?? [];
  return `${(Number(amount) * milliseconds[unit as keyof typeof milliseconds]) / 100}ms`;
}
