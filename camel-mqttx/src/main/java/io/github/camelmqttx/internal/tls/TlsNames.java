/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelmqttx.internal.tls;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Names of TLS versions and cipher suites, and what this JVM knows of them. Stateless, thread-safe; messages are for
 * people.
 */
public final class TlsNames {

    private static final String DISABLED = "jdk.tls.disabledAlgorithms";
    private static final String TLS_1_3 = "TLSv1.3";
    private static final int NEAR_MISSES = 3;

    private TlsNames() {
    }

    /** The elements of a list separated by commas, without blanks around them. */
    public static List<String> split(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }

    /** What is wrong with the value of {@code tlsProtocols}; empty if nothing is. */
    public static List<String> protocolProblems(List<String> names) {
        List<String> known = Arrays.asList(supported().getProtocols());
        List<String> problems = problems("tlsProtocols", "TLS version", names, known);
        for (String name : names) {
            if (known.contains(name) && isDisabled(name)) {
                problems.add("tlsProtocols: " + name + " is turned off in this JVM by the security property " + DISABLED
                             + ": use TLSv1.3 or TLSv1.2");
            }
        }
        return problems;
    }

    /** What is wrong with the value of {@code tlsCipherSuites}; empty if nothing is. */
    public static List<String> cipherSuiteProblems(List<String> names) {
        return problems("tlsCipherSuites", "cipher suite", names, Arrays.asList(supported().getCipherSuites()));
    }

    /** Whether at least one of the suites is for one of the TLS versions; empty lists stand for all. */
    public static boolean fit(List<String> protocols, List<String> cipherSuites) {
        if (protocols.isEmpty() || cipherSuites.isEmpty()) {
            return true;
        }
        boolean newest = protocols.contains(TLS_1_3);
        boolean older = protocols.stream().anyMatch(name -> !TLS_1_3.equals(name));
        return cipherSuites.stream().anyMatch(suite -> isOfTls13(suite) ? newest : older);
    }

    /** Spec: RFC 8446 section B.4; the suites of older versions name key exchange and cipher around WITH. */
    private static boolean isOfTls13(String suite) {
        return !suite.contains("_WITH_") && !suite.endsWith("_SCSV");
    }

    private static List<String> problems(String option, String what, List<String> names, List<String> known) {
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            if (name.isEmpty()) {
                problems.add(option + " has an empty element: separate the names by single commas");
            } else if (!known.contains(name)) {
                problems.add(option + ": " + name + " is not a " + what + " that this JVM supports: "
                             + (known.size() > 2 * NEAR_MISSES
                                     ? "did you mean " + nearest(name, known) + "?"
                                     : "use " + String.join(", ", known)));
            }
        }
        return problems;
    }

    private static String nearest(String name, List<String> known) {
        String wanted = plain(name);
        return String.join(", ", known.stream().sorted(Comparator.comparingInt(each -> distance(wanted, plain(each))))
                .limit(NEAR_MISSES).toList());
    }

    /** Without what tells the spellings of JSSE and OpenSSL apart. */
    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replace("TLS_", "").replace("WITH_", "").replaceAll("[^A-Z0-9]", "");
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }

    private static boolean isDisabled(String protocol) {
        String property = Security.getProperty(DISABLED);
        return property != null && split(property).stream().anyMatch(protocol::equalsIgnoreCase);
    }

    private static SSLParameters supported() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return context.getSupportedSSLParameters();
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException("This JVM has no TLS", e);
        }
    }
}
