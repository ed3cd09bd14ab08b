package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"time"
)

// tally is what came of a load.
type tally struct {
	took   []time.Duration // of each answered request, from the moment it was due
	failed int
	lasted time.Duration
}

func (t *tally) add(u tally) {
	t.took = append(t.took, u.took...)
	t.failed += u.failed
	t.lasted += u.lasted
}

// rank is the time that a share of the requests stayed within; took is sorted.
func (t *tally) rank(share float64) time.Duration {
	if len(t.took) == 0 {
		return 0
	}
	return t.took[min(int(share*float64(len(t.took))), len(t.took)-1)]
}

// abreast is how many requests are under way at most.
const abreast = 32

// benchClient keeps connections, follows nothing, and leaves compression to the request.
var benchClient = &http.Client{
	Transport:     &http.Transport{MaxIdleConnsPerHost: abreast, DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       10 * time.Second,
}

// pace sends the request at an even rate for a while. A request is timed from when it was due, so that a server that falls behind is
// not spared the wait. It ends by itself after twice its time; what was not answered by then has failed.
func pace(ctx context.Context, req *http.Request, rate int, d time.Duration) tally {
	ctx, cancel := context.WithTimeout(ctx, 2*d+2*time.Second)
	defer cancel()
	n := int(float64(rate) * d.Seconds())
	due := make(chan time.Time, n)
	var mu sync.Mutex
	var out tally
	var wg sync.WaitGroup
	began := time.Now()
	for range abreast {
		wg.Go(func() {
			for at := range due {
				_, err := fetch(ctx, req)
				took := time.Since(at)
				mu.Lock()
				if err != nil {
					out.failed++
				} else {
					out.took = append(out.took, took)
				}
				mu.Unlock()
			}
		})
	}
	for i := range n {
		at := began.Add(time.Duration(i) * d / time.Duration(n))
		time.Sleep(time.Until(at))
		due <- at
	}
	close(due)
	wg.Wait()
	out.lasted = time.Since(began)
	return out
}

// fetch sends a request and gives how many bytes came. Any answer but 200 is an error.
func fetch(ctx context.Context, req *http.Request) (int, error) {
	resp, err := benchClient.Do(req.Clone(ctx))
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("the answer is %s", resp.Status)
	}
	return int(n), err
}

// benchPage is one page in both houses.
type benchPage struct {
	name, verv, bare string
	zip, enter       bool // the browser takes gzip; somebody is logged in
}

// request asks for the page; an address that cannot be read is our own mistake.
func (p benchPage) request(address, cookie string) *http.Request {
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		panic(err)
	}
	if p.zip {
		req.Header.Set("Accept-Encoding", "gzip")
	}
	if p.enter {
		req.Header.Set("Cookie", cookie)
	}
	return req
}

// enterTown follows a link that enters once, and gives the cookie of the session.
func enterTown(ctx context.Context, base, path string) (string, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+path, strings.NewReader(""))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := (&http.Client{Jar: jar, Timeout: 10 * time.Second, CheckRedirect: benchClient.CheckRedirect}).Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	at, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	for _, c := range jar.Cookies(at) {
		if c.Name == "verv" {
			return c.Name + "=" + c.Value, nil
		}
	}
	return "", errors.New("the recruiter could not enter: " + resp.Status)
}
