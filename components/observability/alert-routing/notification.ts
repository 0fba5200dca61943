// What people read, in the template language of Alertmanager. Each text is for a group of alerts of one name.

const many = "{{ if gt (len .Alerts.Firing) 1 }} ({{ len .Alerts.Firing }}){{ end }}";
const over = '{{ if eq .Status "resolved" }}Over: {{ end }}';

/** One line: how urgent, what, of which system and where. */
export const title = `${over}[{{ .CommonLabels.priority }}] {{ .CommonLabels.alertname }}: {{ .CommonLabels.system }}, {{ .CommonLabels.environment }}${many}`;

/** One line for who is woken: what is wrong comes first. */
export const headline = `[{{ .CommonLabels.priority }}] {{ .CommonLabels.system }} {{ .CommonLabels.environment }}: {{ (index .Alerts 0).Annotations.summary }}${many}`;

/** What is wrong, with the numbers, and where to read on, of each alert. */
export const text = [
  "{{ range .Alerts }}{{ .Annotations.summary }}",
  "{{ .Annotations.description }}",
  "What to do: {{ .Annotations.runbook_url }}",
  "{{ with .Annotations.dashboard_url }}Look at: {{ . }}\n{{ end }}{{ end }}",
].join("\n");

/** Where to read on. All alerts of a group have one page. */
export const runbook = "{{ .CommonAnnotations.runbook_url }}";

/** The group's value of a label. */
export const common = (label: string): string => `{{ .CommonLabels.${label} }}`;

/** In the words of PagerDuty. */
export const pagerDutySeverity =
  '{{ if eq .CommonLabels.priority "P0" }}critical{{ else if eq .CommonLabels.severity "page" }}error{{ else if eq .CommonLabels.severity "ticket" }}warning{{ else }}info{{ end }}';

/** In those of Opsgenie, which counts from one. */
export const opsgeniePriority =
  '{{ if eq .CommonLabels.priority "P0" }}P1{{ else if eq .CommonLabels.priority "P1" }}P2{{ else if eq .CommonLabels.priority "P2" }}P3{{ else }}P4{{ end }}';
