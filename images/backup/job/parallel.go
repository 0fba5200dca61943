package job

import (
	"context"
	"sync"
)

// atOnce is how many objects are on their way at a time: most are small, and it is the waiting that takes time.
const atOnce = 4

// forEach does work on each item, several at a time, each with a buffer of its own. After the first failure none is begun.
func forEach[Item any](ctx context.Context, items []Item, bufferBytes int, work func(context.Context, []byte, Item) error) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	queue := make(chan Item)
	var workers sync.WaitGroup
	for range min(atOnce, len(items)) {
		workers.Go(func() {
			buffer := make([]byte, bufferBytes)
			for item := range queue {
				if err := work(ctx, buffer, item); err != nil {
					fail(err)
					return
				}
			}
		})
	}
	for _, item := range items {
		select {
		case queue <- item:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(queue)
	workers.Wait()
	return context.Cause(ctx)
}
