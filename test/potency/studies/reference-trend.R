# Rscript reference-trend.R, in this folder. R 4.2.2. ln EC50 falls slowly; the upper asymptote does not move. Dates, so that a retest date follows.
source("expected.R")
set.seed(12)
first <- as.Date("2025-01-15"); dates <- first + c(0, 31, 62, 120, 181, 240, 300, 365, 420, 480)
months <- as.numeric(dates - first) / 30.4375
ec50 <- signif(20 * exp(-0.006 * months + rnorm(10, 0, 0.03)), 4); upper <- signif(2.1 + rnorm(10, 0, 0.05), 4)
d <- rbind(data.frame(standard = "RS-7", figure = "ec50", run = paste0("R", 1:10), value = ec50, date = format(dates), excluded = ""),
  data.frame(standard = "RS-7", figure = "upper-asymptote", run = paste0("R", 1:10), value = upper, date = format(dates), excluded = ""))
d <- rbind(d, data.frame(standard = "RS-7", figure = "ec50", run = "R11", value = 99, date = "2026-06-01", excluded = "incubator failed"))
write.csv(d, "reference-trend.csv", row.names = FALSE, quote = FALSE)
writeLines(c("extrapolation: 12", "figures:", "  ec50: { lower: 16, upper: 25, slopeMargin: { lower: -0.01, upper: 0.01 } }", "  upper-asymptote: { scale: linear, lower: 1.5 }"), "reference-trend.options.yaml")
v <- list(); chart <- function(x) { s <- mean(abs(diff(x))) / (2 / sqrt(pi)); mean(x) + c(-3, 0, 3) * s }
one <- function(i, y, back) { f <- lm(y ~ months); key <- function(k) sprintf("figures.%d.%s", i, k)
  v[[key("runs")]] <<- 10; v[[key("trend.slope")]] <<- unname(coef(f)[2]); v[[key("trend.intercept")]] <<- unname(coef(f)[1]); v[[key("trend.residualSd")]] <<- summary(f)$sigma
  ci <- confint(f, level = 0.9)[2, ]; v[[key("trend.slopeLimits.lower")]] <<- ci[1]; v[[key("trend.slopeLimits.upper")]] <<- ci[2]
  m <- predict(f, data.frame(months = max(months)), interval = "confidence"); v[[key("trend.meanAtLast.estimate")]] <<- back(m[1]); v[[key("trend.meanAtLast.lower")]] <<- back(m[2]); v[[key("trend.meanAtLast.upper")]] <<- back(m[3])
  c <- chart(y); v[[key("control.lower")]] <<- back(c[1]); v[[key("control.centre")]] <<- back(c[2]); v[[key("control.upper")]] <<- back(c[3]); f }
f <- one(0, log(ec50), exp)
limit <- function(t) predict(f, data.frame(months = t), interval = "confidence", level = 0.95)[2] - log(16)
at <- uniroot(limit, c(max(months), 200), tol = 1e-12)$root
v[["figures.0.shelfLife.crossing"]] <- at; v[["figures.0.shelfLife.proposed"]] <- min(at, max(months) + 12)
v[["figures.0.shelfLife.proposedDate"]] <- format(first + floor(min(at, max(months) + 12) * 30.4375)); v[["figures.0.excluded.0.reason"]] <- "incubator failed"
one(1, upper, identity); v[["figures.1.shelfLife.capped"]] <- TRUE; v[["figures.1.trend.outcome"]] <- "not-judged"
write_expected("reference-trend.expected.json", "R 4.2.2, reference-trend.R", 1e-7, v)
