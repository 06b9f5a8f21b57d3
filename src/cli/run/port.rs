//! The process that holds a port.

/// Describes the process that listens on a port of this machine.
pub(super) fn holder(port: u16) -> String {
    found(port).unwrap_or_else(|| "another process".to_owned())
}

#[cfg(target_os = "linux")]
fn found(port: u16) -> Option<String> {
    use std::fs;

    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .flat_map(|table| listeners(&table, port))
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    let processes = fs::read_dir("/proc").ok()?.filter_map(Result::ok);
    let mut numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let holds = |number: u32| {
        let descriptors = fs::read_dir(format!("/proc/{number}/fd")).into_iter().flatten().filter_map(Result::ok);
        let mut targets = descriptors.filter_map(|entry| fs::read_link(entry.path()).ok());
        targets.any(|target| sockets.iter().any(|socket| target.as_os_str() == socket.as_str()))
    };
    let number = numbers.find(|number| holds(*number))?;
    let name = fs::read_to_string(format!("/proc/{number}/comm")).unwrap_or_default();
    let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
    Some(format!("process {number} ({name})"))
}

/// Returns the inodes of the sockets that listen on a port.
#[cfg(target_os = "linux")]
fn listeners(table: &str, port: u16) -> Vec<String> {
    const LISTENING: &str = "0A";
    let end = format!(":{port:04X}");
    let rows = table.lines().map(|row| row.split_whitespace().collect::<Vec<_>>());
    rows.filter(|row| row.get(1).is_some_and(|local| local.ends_with(&end)) && row.get(3) == Some(&LISTENING))
        .filter_map(|row| row.get(9).map(|inode| (*inode).to_owned()))
        .collect()
}

#[cfg(not(target_os = "linux"))]
fn found(_: u16) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn the_holder_of_a_port_is_found() {
        let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = held.local_addr().unwrap().port();
        assert!(holder(port).contains(&format!("process {} ", std::process::id())), "{}", holder(port));
        drop(held);
        assert_eq!(holder(port), "another process");
    }
}
