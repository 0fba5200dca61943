// Judges pods as an API server's admission of Pod Security Standards does: by upstream's own module.
//
// It reads a list of pods as JSON and answers with the checks that it knows and a verdict for each pod, in their order.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	kjson "sigs.k8s.io/json"
)

type answer struct {
	Checks   []check   `json:"checks"`
	Verdicts []verdict `json:"verdicts"`
}

type check struct {
	ID    policy.CheckID `json:"id"`
	Level api.Level      `json:"level"`
}

// verdict says which checks a pod fails, at their newest version, and whether it is admitted at each level. A level
// leaves out the checks that stricter ones of its own replace.
type verdict struct {
	Failed     []failure `json:"failed"`
	Baseline   bool      `json:"baseline"`
	Restricted bool      `json:"restricted"`
}

type failure struct {
	Check  policy.CheckID `json:"check"`
	Detail string         `json:"detail"`
}

func main() {
	if err := respond(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func respond(in io.Reader, out io.Writer) error {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	var pods []corev1.Pod
	// A field that is misspelt would be a field that is not judged.
	wrong, err := kjson.UnmarshalStrict(text, &pods)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%v", wrong)
	}
	given := answer{Verdicts: make([]verdict, len(pods))}
	for _, known := range policy.DefaultChecks() {
		given.Checks = append(given.Checks, check{ID: known.ID, Level: known.Level})
	}
	for index := range pods {
		given.Verdicts[index] = judge(evaluator, &pods[index])
	}
	return json.NewEncoder(out).Encode(given)
}

func judge(evaluator policy.Evaluator, pod *corev1.Pod) verdict {
	setDefaults(&pod.Spec)
	found := verdict{
		Failed:     []failure{},
		Baseline:   admits(evaluator, api.LevelBaseline, pod),
		Restricted: admits(evaluator, api.LevelRestricted, pod),
	}
	for _, known := range policy.DefaultChecks() {
		newest := known.Versions[len(known.Versions)-1]
		if result := newest.CheckPod(&pod.ObjectMeta, &pod.Spec); !result.Allowed {
			found.Failed = append(found.Failed, failure{Check: known.ID, Detail: result.ForbiddenDetail})
		}
	}
	return found
}

func admits(evaluator policy.Evaluator, level api.Level, pod *corev1.Pod) bool {
	newest := api.LevelVersion{Level: level, Version: api.LatestVersion()}
	results := evaluator.EvaluatePod(newest, &pod.ObjectMeta, &pod.Spec)
	return policy.AggregateCheckResults(results).Allowed
}

// setDefaults makes an emptyDir of a volume without a source, as an API server does before admission.
func setDefaults(spec *corev1.PodSpec) {
	for index := range spec.Volumes {
		if volume := &spec.Volumes[index]; volume.VolumeSource == (corev1.VolumeSource{}) {
			volume.EmptyDir = &corev1.EmptyDirVolumeSource{}
		}
	}
}
