// What Go's crypto/x509 says of the cases that CertificateCasesExport wrote into the folder that is named first:
// go run judge.go FOLDER
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"
)

func certificates(file string) (found []*x509.Certificate, err error) {
	rest, _ := os.ReadFile(file)
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return found, nil
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		found = append(found, certificate)
	}
}

func judge(folder string, now time.Time) error {
	name, _ := os.ReadFile(filepath.Join(folder, "name"))
	leaf, err := certificates(filepath.Join(folder, "leaf.pem"))
	if err != nil {
		return err
	}
	others, err := certificates(filepath.Join(folder, "others.pem"))
	if err != nil {
		return err
	}
	bundle, _ := os.ReadFile(filepath.Join(folder, "ca.pem"))
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(bundle)
	intermediates := x509.NewCertPool()
	for _, other := range others {
		intermediates.AddCert(other)
	}
	_, err = leaf[0].Verify(x509.VerifyOptions{
		DNSName: string(name), Roots: roots, Intermediates: intermediates, CurrentTime: now,
	})
	return err
}

func main() {
	seconds, _ := os.ReadFile(filepath.Join(os.Args[1], "now"))
	at, _ := strconv.ParseInt(strings.TrimSpace(string(seconds)), 10, 64)
	folders, _ := filepath.Glob(filepath.Join(os.Args[1], "*", "name"))
	sort.Strings(folders)
	for _, name := range folders {
		folder := filepath.Dir(name)
		verdict := "pass"
		if err := judge(folder, time.Unix(at, 0).UTC()); err != nil {
			verdict = err.Error()
		}
		fmt.Printf("%s\t%s\n", filepath.Base(folder), verdict)
	}
}
