// What people read, in the template language of Alertmanager. Each text is for a group of alerts of one name.

const many = "{{ if gt (len .Alerts.Firing) 1 }} ({{ len .Alerts.Firing }}){{ end }}";
const over = '{{ if eq .Status "resolved" }}Over: {{ end }}';

/** One line: how urgent, what, of which system and where. */
export const title = `${over}[{{ .CommonLabels.priority }}] {{ .CommonLabels.alertname }}: {{ .CommonLabels.system }}, {{ .CommonLabels.environment }}${many}`;

/** The first of what is still so, or, once all is over, of what was. A group's alerts are in the order of their labels. */
const firstSummary =
  "{{ with .Alerts.Firing }}{{ (index . 0).Annotations.summary }}{{ else }}{{ (index .Alerts 0).Annotations.summary }}{{ end }}";

/** One line for who is woken: what is wrong comes first. */
export const headline = `${over}[{{ .CommonLabels.priority }}] {{ .CommonLabels.system }} {{ .CommonLabels.environment }}: ${firstSummary}${many}`;

const each = (end: string): string =>
  [
    "{{ .Annotations.summary }}",
    "{{ .Annotations.description }}",
    "What to do: {{ .Annotations.runbook_url }}",
    `{{ with .Annotations.dashboard_url }}Look at: {{ . }}\n{{ end }}${end}`,
  ].join("\n");

/** What is wrong, with the numbers, and where to read on, of each alert; then what is over. */
export const text = `{{ range .Alerts.Firing }}${each("{{ end }}")}{{ range .Alerts.Resolved }}Over: ${each("{{ end }}")}`;

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
