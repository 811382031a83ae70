package io.vipagent.lab;

import io.vipagent.fake.TestCa;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/** The {@link Client} as a process: {@code ClientMain CA_DIRECTORY}. */
final class ClientMain {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private ClientMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path caDirectory = Path.of(args[0]);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Traffic traffic = new Traffic(TestCa.load(caDirectory).context());
        System.out.println("ready");
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "ask" -> {
                    traffic.start(words[1], Integer.parseInt(words[2]));
                    System.out.println("asking");
                }
                case "greet" -> {
                    traffic.greet(words[1], Integer.parseInt(words[2]));
                    System.out.println("greeted");
                }
                case "rest" -> {
                    traffic.rest();
                    System.out.println("resting");
                }
                case "settle" -> {
                    traffic.settle();
                    System.out.println("settled");
                }
                case "report" -> System.out.println(traffic.report());
                case "get" -> System.out.println(get(words[1]));
                default -> throw new IllegalArgumentException(line);
            }
        }
        // Its threads end with it.
        System.exit(0);
    }

    private static String get(String url) throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() + " " + Base64.getEncoder().encodeToString(response.body());
        } catch (IOException e) {
            return "0 " + Base64.getEncoder().encodeToString(e.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
